import { describe, expect, it } from '@jest/globals';
import { message } from '../../src/locales/message.ts';
import { isolated } from '../../src/locales/isolated.ts';
import { translatorFor } from '../../src/locales/translator.ts';

const turned = 'a\u202Egnp.exe';

describe('a name or title that turns the direction of text', () => {
  it('ends where it ends, whatever it leaves open or ends itself', () => {
    expect(isolated(turned)).toBe(`\u2068${turned}\u2069`);
    expect(isolated('\u2067\u2066x')).toBe('\u2068\u2067\u2066x\u2069\u2069\u2069');
    expect(isolated('\u2069\u2069\u202Ex')).toBe('\u2068\u202Ex\u2069');
    expect(isolated(isolated(turned))).toBe(`\u2068${isolated(turned)}\u2069`);
  });

  it.each(['Rita', 'שלום \u200F(1)', ''])('is left as it is otherwise: %j', (text) =>
    expect(isolated(text)).toBe(text),
  );

  it('is isolated as a value of any sentence, in words and in HTML, within another text too', () => {
    const { t, html } = translatorFor('en');
    const key = 'page.title_with_errors';
    expect(t(key, { title: turned })).toBe(`Error: \u2068${turned}\u2069`);
    expect(html(key, { title: `<${turned}` })).toBe(`Error: \u2068&lt;${turned}\u2069`);
    expect(t(key, { title: message(key, { title: turned }) })).toBe(`Error: Error: \u2068${turned}\u2069`);
  });
});
