import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeholders } from '../../src/domain/placeholders.ts';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { mailKinds } from '../../src/mail/kinds.ts';
import { checkOwnTemplate } from '../../src/mail/own-template.ts';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { samples, someFacts } from './sample-facts.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

const { buildMail } = createMailBuilder();

const plain: OwnTemplate = {
  subject: '{{ticket_number}}: {{ ticket_title }}',
  html: '<h1>Moin {{reporter_name}}</h1><p>Status: {{ticket_status}}</p><p>{{comment_body}}</p>',
  text: 'Moin {{reporter_name}}\nStatus: {{ticket_status}}\n\n{{comment_body}}',
};

const refusalsOf = (typed: Partial<OwnTemplate>) => {
  const checked = checkOwnTemplate({ ...plain, ...typed });
  return checked.ok ? [] : checked.refusals;
};

function accepted(typed: Partial<OwnTemplate>) {
  const checked = checkOwnTemplate({ ...plain, ...typed });
  if (!checked.ok) throw new Error(JSON.stringify(checked.refusals));
  return checked;
}

const answers = samples['ticket.resolved.reporter'].answers ?? { solved: '', stillBroken: '' };

describe('a template of a tenant’s own, when it is saved (R17, R18)', () => {
  it('is kept as it was typed when there is nothing wrong with it', () => {
    expect(accepted({})).toEqual({ ok: true, template: plain, removed: [] });
  });

  it('has a text that follows the HTML where none is typed, whenever that is changed', () => {
    const html =
      '<h1>Moin {{reporter_name}}</h1><p>See <a href="https://x.example/help">our help</a>.</p><ul><li>one</li></ul>';
    const { template } = accepted({ html, text: ' ' });
    expect(template.text).toBe('');
    const { text } = buildMail(someFacts({}), template);
    expect(text).toContain('Moin Rita Reuter\n\nSee our help [https://x.example/help].\n\n * one');
    const later = accepted({ ...template, html: '<p>Tach {{reporter_name}}</p>' }).template;
    expect(buildMail(someFacts({}), later).text).toContain('Tach Rita Reuter');
  });

  it('loses what mails cannot have, and says what that was', () => {
    const { template, removed } = accepted({
      html: '<p onclick="x()" style="position:fixed;color:red">a</p><script>alert(1)</script><iframe src="//x"></iframe><a href="javascript:alert(1)">b</a><img src="http://x.example/p.png"><form><input></form>',
    });
    expect(template.html).toBe('<p style="color:red">a</p><a>b</a><img />');
    expect(removed).toEqual([
      'the attribute onclick',
      'the tag <script>',
      'the tag <iframe>',
      'the address of a link',
      'the address of an image',
      'the tag <form>',
      'the tag <input>',
    ]);
  });

  it('loses links and pictures that are no whole addresses', () => {
    const html =
      '<p>x <a href="/etc">a</a><a href="//x.example">b</a><a href="mailto:it@x.example">c</a><img src="p.png"><img src="https://x.example/p.png"></p>';
    expect(accepted({ html }).template.html).toBe(
      '<p>x <a>a</a><a>b</a><a href="mailto:it@x.example">c</a><img /><img src="https://x.example/p.png" /></p>',
    );
  });

  it('comes through the same check again unchanged', () => {
    const html =
      '<table width="100%"><tr><td style="padding: 4px">a &amp; b &lt;c&gt;</td></tr></table><p>{{comment_body}}</p>';
    const once = accepted({ html });
    expect(accepted(once.template)).toEqual({ ...once, removed: [] });
  });

  it.each<[Partial<OwnTemplate>, string, string]>([
    [{ subject: '' }, 'subject', 'Enter a subject.'],
    [{ subject: 'x'.repeat(201) }, 'subject', 'at most 200'],
    [{ subject: '{{nope}}' }, 'subject', 'Line 1, column 1'],
    [{ html: ' \n' }, 'html', 'Write what the e-mail says.'],
    [{ html: '<script>1</script>' }, 'html', 'Nothing is left'],
    [{ html: '<p>\n {{ticket}}</p>' }, 'html', 'Line 2, column 2'],
    [{ html: '<p>{{ticket_number</p>' }, 'html', 'not closed'],
    [
      { html: '<p>ok</p>\n<a href="{{comment_body}}">x</a>' },
      'html',
      'Line 2, column 10: a placeholder stands in the text',
    ],
    [{ html: '<p>ok</p>\n<p>&#123;&#123;bogus_name}}</p>' }, 'html', 'Line 2, column 4: there is no such placeholder'],
    [{ html: '<p>&lcub;&#x7B;bogus_name}}</p>' }, 'html', 'Line 1, column 4: there is no such placeholder'],
    [{ html: '<p>{<script>1</script>{bogus_name}}</p>' }, 'html', 'there is no such placeholder'],
    [
      { html: '<a href="https://x.example/&#123;{comment_body}}">x</a>' },
      'html',
      'Line 1, column 28: a placeholder stands in the text',
    ],
    [{ html: '<p>{<b>{bogus_name}}</b></p>', text: '' }, 'html', 'has “{{bogus_name}}”, which is no placeholder'],
    [{ html: '<img src="https://x.example/p.png">', text: '' }, 'text', 'Write that text yourself'],
    [{ html: '<p>Hello</p>\n<p><img alt="x" src="cid:image001.png@01D"></p>' }, 'html', 'Line 2, column 4: this image'],
    [{ html: `<p>${'ä'.repeat(32 * 1024)}</p>` }, 'html', '64 KiB'],
    [{ html: '<p>a\u0000</p>' }, 'html', 'Line 1, column 5: the character U+0000'],
    [{ text: 'x {{constructor}}' }, 'text', 'Line 1, column 3'],
    [{ text: 'a\u0007' }, 'text', 'Line 1, column 2: the character U+0007'],
  ])('is refused with its place: %j', (typed, field, message) => {
    expect(refusalsOf(typed)).toMatchObject([{ code: 'malformed', field }]);
    expect(refusalsOf(typed).map(wordsOfRefusal).join()).toContain(message);
  });

  it('is refused for each of its parts at once', () => {
    const fields = refusalsOf({ subject: '{{a}}', html: '{{b}}', text: '{{c}}' }).map(({ field }) => field);
    expect(fields).toEqual(['subject', 'html', 'text']);
  });
});

describe('a mail from a template of a tenant’s own', () => {
  it('has the tenant’s words in the product’s frame, in both parts', () => {
    const facts = someFacts({ ticketTitle: 'Printer <b>&</b>', body: 'one\r\ntwo <i>' });
    const { subject, html, text, fault } = buildMail(facts, plain);
    expect(fault).toBeNull();
    expect(subject).toBe('TKT-000042: Printer <b>&</b>');
    expect(html).toMatch(/<h1 style="margin:0 0 16px 0;[^"]*">Moin Rita Reuter<\/h1>/);
    expect(html).toContain('one<br />\ntwo &lt;i&gt;');
    expect(text).toMatch(/^Moin Rita Reuter\nStatus: Received\n\none\ntwo <i>\n/);
    for (const part of [html, text]) {
      expect(part).toContain('Nordlicht Logistik');
      expect(part).toContain(facts.link);
      expect(part).toContain('E-mails to this address are not read.');
      expect(part).not.toContain('{{');
    }
    expect(text).not.toMatch(/\n\n\n/);
  });

  it('keeps the indents of what it quotes, in both parts', () => {
    const body = 'if (on) {\n    fire();\n\tstop(  1);\n}';
    const { html, text } = buildMail(someFacts({ body }), plain);
    const nbsp = '\u00a0';
    expect(html.replaceAll('&nbsp;', nbsp)).toContain(
      `if (on) {<br />\n${nbsp.repeat(4)}fire();<br />\n${nbsp.repeat(4)}stop(${nbsp} 1);<br />\n}`,
    );
    expect(text).toContain(body);
  });

  it.each([
    ['<p>plain <a href="https://x.example">link</a></p>', false],
    ['<p>Write “color: red” in a style</p>', false],
    ['<p style="margin: 4px">plain</p>', false],
    ['<p style="margin: 4px; color: #333">grey</p>', true],
    ['<table><tr><td style="background-color: #eee">grey</td></tr></table>', true],
  ])('stands on white in the dark where it has colours of its own: %s', (html, white) => {
    expect(buildMail(someFacts(), { ...plain, html }).html.includes('class="paper"')).toBe(white);
  });

  it('asks for confirmation by both buttons, whatever the tenant has written', () => {
    const { html, text } = buildMail(samples['ticket.resolved.reporter'], plain);
    for (const address of Object.values(answers)) {
      expect(html).toContain(`href="${address}"`);
      expect(text).toContain(address);
    }
  });

  it('of hostile HTML cannot close, cover or hide what the product adds', () => {
    const html =
      '</td></tr></table></body></html><!-- <style>.button{display:none}</style><base href="https://evil.example/"><div style="display:none"><table><tr><td><plaintext><h1>{{comment_body}}';
    const own = { ...plain, html };
    const rendered = buildMail(samples['ticket.resolved.reporter'], own);
    expect(rendered.html).not.toMatch(/evil\.example|plaintext|display:none\}|<base/);
    expect(rendered.html.match(/<\/html>/g)).toHaveLength(1);
    for (const address of Object.values(answers)) expect(rendered.html).toContain(`href="${address}"`);
  });

  it.each(['<%= process.env %>', '<%~ it.link %>', '${1+1}', '{% x %}', 'JUICE_CODE_BLOCK_0_'])(
    'shows %s as the text that it is',
    (code) => {
      const { html, text } = buildMail(someFacts(), { ...plain, html: `<p>x ${code}</p>`, text: `x ${code}` });
      expect(text).toContain(`x ${code}`);
      expect(html).not.toContain('PATH=');
      expect(html).toMatch(/<p style="[^"]*">x /);
    },
  );

  it.each<[string, Partial<OwnTemplate>]>([
    ['placeholder_unknown', { html: '{{gone}}' }],
    ['filled_empty', { subject: '{{assignee_name}}' }],
    ['filled_too_long', { html: '{{comment_body}}'.repeat(2000) }],
  ])('that cannot be used (%s) is replaced by the built-in one, and told', (why, broken) => {
    const facts = someFacts({ body: 'words '.repeat(200) });
    const { fault, ...rest } = buildMail(facts, { ...plain, ...broken });
    expect(fault?.key).toBe(`refusal.template.${why}`);
    const { fault: none, ...builtIn } = buildMail(facts);
    expect(none).toBeNull();
    expect(rest).toEqual(builtIn);
  });
});

/** What could break out of its place, one piece a line. */
const hostile = `<p>
</p>
</td>
</table>
<table>
<!--
-->
<script>
<style>
<a href="
javascript:alert(1)
">
<img src=x onerror=alert(1)>
<svg/onload=alert(1)>
<%=
%>
<![CDATA[
<div style="
position:fixed`.split('\n');

describe('whatever a tenant writes and people say', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(...placeholders.map((name) => `{{${name}}}`), ...hostile),
  );
  const words = fc.array(piece, { maxLength: 10 }).map((parts) => parts.join(''));

  it('the mail keeps its link and both answers, runs nothing, and never throws', () => {
    fc.assert(
      fc.property(words, words, words, fc.constantFrom(...mailKinds), (html, text, said, kind) => {
        const checked = checkOwnTemplate({ subject: 'About {{ticket_number}}', html, text });
        const own = checked.ok ? checked.template : { subject: 'x', html, text };
        const facts = { ...samples[kind], ticketTitle: said, reporterName: said, body: said };
        const mail = buildMail(facts, own);
        if (checked.ok && mail.fault !== null) expect(mail.fault.key).toBe('refusal.template.filled_empty');
        const promised = facts.answers === null ? [facts.link] : [facts.link, ...Object.values(facts.answers)];
        for (const address of promised) {
          expect(mail.html).toContain(`href="${address}"`);
          expect(mail.text).toContain(address);
        }
        const tags = mail.html.match(/<[a-z][^>]*>/gi) ?? [];
        for (const tag of tags)
          expect(tag).not.toMatch(/<script|<svg|<iframe|\son\w+\s*=|href="\s*javascript:|style="[^"]*position\s*:/i);
        expect(mail.html.match(/<\/html>/g)).toHaveLength(1);
        expect(mail.subject).not.toMatch(/[\r\n\u0000]/);
      }),
      { numRuns: 300 },
    );
  });
});
