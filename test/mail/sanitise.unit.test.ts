import { describe, expect, it, test } from '@jest/globals';
import { mailTags } from '../../src/mail/mail-html.ts';
import { mailStyles } from '../../src/mail/mail-styles.ts';
import { checkOwnTemplate } from '../../src/mail/own-template.ts';
import { sanitise, sanitiseForSending } from '../../src/mail/sanitise.ts';
import { textOf as madeFrom } from '../../src/mail/text-of-html.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

/** Every attribute of HTML that says how much of something there is, those that no mail may have among them. */
const numeric = (
  'colspan rowspan span width height border cellpadding cellspacing start value size rows cols maxlength minlength ' +
  'min max step low high optimum tabindex hspace vspace marginwidth marginheight'
).split(' ');

const large = ['90000000', '5000', '-1', '1e9', '99999999999999999999', '9999999px', '100000%', ' 5000', '0x7fffffff'];

/** More than four digits, less than nothing, or a number by another name. */
const outOfBounds = /\d{5,}|[^a-z]-\d|\de\d|0x/i;

describe('a number in a tenant’s HTML', () => {
  test.each(mailTags)('has its bound in every attribute of <%s>', (tag) => {
    for (const value of large) {
      const html = `<${tag} ${numeric.map((name) => `${name}="${value}"`).join(' ')}>x`;
      for (const kept of [sanitise(html).html, sanitiseForSending(html)]) {
        expect(kept).not.toMatch(outOfBounds);
        expect(kept).not.toMatch(/(span|border|cellpadding|cellspacing)="\d{3,}/);
      }
    }
  });

  test.each(Object.keys(mailStyles).filter((name) => name !== 'font-family'))(
    'has its bound in the style %s',
    (property) => {
      const more = ['99999px', '99999px solid red', '1px 99999px', 'rgb(1,2,99999999999999999999999999)'];
      for (const value of [...large, ...more]) {
        expect(sanitise(`<p style="${property}: ${value}">x</p>`).html).not.toMatch(outOfBounds);
      }
    },
  );

  test('that is usual stays', () => {
    const html =
      '<table width="100%" border="1" cellpadding="4" cellspacing="0"><tr><td colspan="3" rowspan="2" width="50" style="border:1px solid #ccc;width:120.5px">x</td></tr></table><ol start="7" type="a"><li>y</li></ol>';
    expect(sanitise(html)).toEqual({ html, removed: [] });
  });
});

describe('the value of any attribute', () => {
  it('is short, or taken out and told', () => {
    const long = 'x'.repeat(5000);
    const { html, removed } = sanitise(
      `<p dir="${long}" lang="${long}" align="${long}" style="color:red;${long}"><a href="https://x.example/${long}" title="${long}">x</a><img src="https://x.example/${long}" alt="${long}"></p><table><tr><td colspan="90000000">y</td></tr></table>`,
    );
    expect(html).toBe('<p><a>x</a><img /></p><table><tr><td>y</td></tr></table>');
    expect(removed).toEqual(
      ['dir', 'lang', 'align', 'style', 'href', 'title', 'src', 'alt', 'colspan'].map(
        (name) => `a value of the attribute ${name}`,
      ),
    );
  });
});

describe('the text that is made from a tenant’s HTML', () => {
  const textOf = (html: string) => {
    const checked = checkOwnTemplate({ subject: 'x', html, text: '' });
    return checked.ok ? madeFrom(checked.template.html) : checked.refusals.map(wordsOfRefusal).join();
  };

  it('has the rows of a table as lines', () => {
    const table = '<table><tr><th>Status</th><th>Since</th></tr><tr><td colspan="2">open</td></tr></table>';
    expect(textOf(`<p>a</p>${table}<p>b</p>`)).toBe('a\n\nStatus  Since\nopen\n\nb');
  });

  it('counts a list of any type and length in digits', () => {
    const items = '<li>x'.repeat(12_000);
    expect(textOf('<ol type="I" start="9"><li>x</li></ol>')).toBe('9. x');
    expect(textOf(`<ol type="I" start="9999">${items}</ol>`)).toContain('64 KiB');
  });
});
