import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convert } from 'html-to-text';
import { mailEvents } from '../../src/domain/notices.ts';
import { statuses } from '../../src/domain/status.ts';
import type { MailFacts } from '../../src/mail/facts.ts';
import { mailKinds } from '../../src/mail/kinds.ts';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { samples, someFacts } from './sample-facts.ts';

const { buildMail } = createMailBuilder();

const readable = (html: string) =>
  convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] });

describe('every built-in mail (R16)', () => {
  test.each(mailKinds)('%s tells number, title, words and where to answer, in both parts', (kind) => {
    const facts = samples[kind];
    const { subject, html, text } = buildMail(facts);

    expect(subject).toMatch(/^\[TKT-000042\] Printer on fire$/);
    for (const part of [readable(html), text]) {
      expect(part).toContain('TKT-000042');
      expect(part).toContain('Printer on fire');
      expect(part).toContain('Nordlicht Logistik');
      expect(part).toContain('E-mails to this address are not read.');
      if (facts.answers === null) expect(part).toContain(facts.link);
      for (const line of facts.body?.split('\n') ?? []) expect(part).toContain(line.trim());
      if (facts.recipientName !== null) expect(part).toContain(`Hello ${facts.recipientName},`);
    }
    expect(html.match(/class="button"/g)).toHaveLength(1);
    expect(html).toContain(`href="${facts.link}"`);
    expect(text).toContain(facts.link);
  });

  test.each(mailKinds)('%s has no link and no button where the recipient has no page', (kind) => {
    const { html, text } = buildMail({ ...samples[kind], link: null, answers: null });

    for (const part of [html, text]) {
      expect(part).not.toMatch(/https?:|href|ticket page|class="button"/);
      expect(part).toContain('E-mails to this address are not read.');
    }
  });

  test.each(mailKinds)('%s is safe in dark mode, has no image, no script and leaves no template code', (kind) => {
    const { html, text } = buildMail(samples[kind]);

    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain('@media (prefers-color-scheme: dark)');
    expect(html).toMatch(/<h1 style="[^"]*font-size: 24px/);
    expect(html).not.toMatch(/<img|<script|url\(|<%|undefined|null|\[object/);
    expect(text).not.toMatch(/<%|undefined|null|\[object/);
  });

  test.each(mailKinds)('%s reads well as text: no stray blank lines, no spaces at the ends', (kind) => {
    for (const link of ['https://itsm.example/x', null]) {
      const { text } = buildMail({ ...samples[kind], link });

      expect(text).not.toMatch(/\n\n\n|[ \t]\n/);
      expect(text).toMatch(/^Hello[^\n]*,\n\n[A-Z]/);
    }
  });

  test.each(statuses)('a change of status to %s is told in words', (status) => {
    const { subject, html, text } = buildMail({
      ...samples['ticket.status_changed.reporter'],
      status,
      assigneeName: null,
    });

    expect(subject).toMatch(/^\[TKT-000042\] Printer on fire$/);
    expect(html).not.toContain('in_progress');
    expect(text).not.toMatch(/in_progress|\n\n\n/);
  });

  test('a mail about a service request does not speak of an incident', () => {
    for (const kind of mailKinds) {
      const { subject, html, text } = buildMail({ ...samples[kind], ticketType: 'service_request' });
      expect(subject + readable(html) + text).not.toMatch(/incident/i);
      expect(html).toContain(samples[kind].audience === 'reporter' ? '· Request ·' : '· Service request ·');
    }
  });

  test('the mail about a resolved ticket asks for confirmation', () => {
    const { html, text } = buildMail(samples['ticket.resolved.reporter']);
    for (const part of [html, text]) {
      expect(part).toContain('It is solved');
      expect(part).toContain('Still broken');
      expect(part).toContain('Proposed solution');
    }
    const { answers } = samples['ticket.resolved.reporter'];
    for (const address of Object.values(answers ?? {})) {
      expect(html).toContain(`href="${address}"`);
      expect(text).toContain(`\n${address}\n`);
    }
  });

  test('its answers need no page of the desk; without answers it leads to that page', () => {
    const resolved = samples['ticket.resolved.reporter'];
    const { html, text } = buildMail({ ...resolved, link: null });
    expect(html).toContain(`href="${resolved.answers?.solved}"`);
    expect(html + text).not.toContain('pen your ticket');
    const without = buildMail({ ...resolved, answers: null });
    expect(without.html).toContain('Tell us if it is solved');
    expect(without.text).toContain(`Tell us if it is solved:\n${resolved.link}`);
  });

  test('a reopened ticket is being worked on again, and the reason is shown', () => {
    const { subject, text } = buildMail({
      ...samples['ticket.status_changed.reporter'],
      body: 'The new fuser smokes too.',
      bodyKind: 'reason',
    });
    expect(subject).toBe('[TKT-000042] Printer on fire');
    expect(text).toContain('Reason:\n\n  The new fuser smokes too.');
  });

  test('whoever answers by mail where somebody reads it is not told otherwise', () => {
    for (const kind of mailKinds) {
      const { html, text } = buildMail({ ...samples[kind], repliesAreRead: true });
      expect(html + text).not.toContain('not read');
    }
  });

  test('a finished ticket does not ask for an answer', () => {
    expect(buildMail(samples['ticket.closed.reporter']).text).not.toContain('Please answer');
  });

  test('a mail that R16 does not know is refused', () => {
    const known = mailEvents.flatMap((event) =>
      (['reporter', 'agents'] as const).filter((audience) => {
        try {
          buildMail(someFacts({ event, audience }));
          return true;
        } catch (error) {
          expect(String(error)).toContain(`no mail about ${event} to the audience ${audience}`);
          return false;
        }
      }),
    );
    expect(known).toHaveLength(mailKinds.length);
  });
});

describe('words of users', () => {
  const markup = '<script>alert(1)</script><img src=x onerror=y> & "q" \'s\'';
  const fields = ['tenantName', 'ticketTitle', 'reporterName', 'assigneeName', 'recipientName', 'body'] as const;

  test.each(fields)('markup in %s stays text', (field) => {
    for (const kind of mailKinds) {
      const facts: MailFacts = { ...samples[kind], [field]: markup, bodyKind: 'reply' };
      const { html } = buildMail(facts);
      expect(html).not.toMatch(/<script|<img/);
    }
    const { html, text } = buildMail({ ...samples['ticket.comment_added.agents'], [field]: markup });
    expect(readable(html)).toContain('<script>alert(1)</script>');
    expect(text).toContain('<script>alert(1)</script>');
  });

  test.each(['<%= it.constructor.constructor("throw 1")() %>', '<%~ process.exit() %>', '{{ticket_title}}', '${1+1}'])(
    '%s is shown and not run',
    (code) => {
      const { subject, html, text } = buildMail(someFacts({ body: code, ticketTitle: code }));
      expect(subject).toContain(code);
      expect(readable(html)).toContain(code);
      expect(text).toContain(code);
    },
  );

  test('a replacement pattern or a mark of the frame in a text changes nothing', () => {
    const hostile = "$& $' $` <%/* content */%> JUICE_CODE_BLOCK_0_";
    expect(readable(buildMail(someFacts({ body: hostile })).html)).toContain(hostile);
  });

  test('line breaks of any kind, empty lines and indentation are kept', () => {
    const { html, text } = buildMail(someFacts({ body: 'one\r\n\r\n  two\rthree\n' }));
    expect(html).toContain('>one<br><br>  two<br>three</td>');
    expect(text).toContain('\n  one\n\n    two\n  three\n');
  });

  test('control characters and half characters do not reach a part', () => {
    const { subject, html, text } = buildMail(
      someFacts({ body: 'a\u0000b\u001b[31mc\ud800d\te', ticketTitle: 'x\u0000\ud800y' }),
    );
    for (const part of [subject, html, text]) {
      expect(part).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      expect(part.isWellFormed()).toBe(true);
    }
    expect(text).toContain('\te');
  });

  test('a line break in a title makes no second line in the subject', () => {
    const { subject, text } = buildMail(someFacts({ ticketTitle: 'Printer\r\nBcc: all@example.org\u2028x\u0085y' }));
    expect(subject).toBe('[TKT-000042] Printer Bcc: all@example.org x y');
    expect(text).toContain('\nPrinter Bcc: all@example.org x y\n');
  });

  test('right-to-left titles keep their letters and cannot turn the subject round', () => {
    const { subject, html } = buildMail(someFacts({ ticketTitle: '\u202eמדפסת \u2066בוערת\u200f' }));
    expect(subject).toBe('[TKT-000042] מדפסת בוערת');
    expect(html).toContain('dir="auto"');
  });

  test('emoji stay whole where a long title is cut', () => {
    const family = '👩‍👩‍👧‍👦';
    const { subject, html } = buildMail(someFacts({ ticketTitle: family.repeat(200) }));
    expect(subject).toMatch(/^\[TKT-000042\] (👩‍👩‍👧‍👦)+…$/u);
    expect(html).toContain(family.repeat(200));
  });

  test('a long title is cut between words in the subject and whole in the mail', () => {
    const ticketTitle = 'The printer on the third floor '.repeat(6).trim();
    const { subject, html, text } = buildMail(someFacts({ ticketTitle }));
    expect(subject.length).toBeLessThanOrEqual('[TKT-000042] '.length + 100);
    expect(subject).toMatch(/ (The|printer|on|the|third|floor)…$/);
    expect(html).toContain(ticketTitle);
    expect(text).toContain(ticketTitle);
  });

  test('names of 10 kB, of letters or of accents on one letter, are cut', () => {
    for (const name of ['N'.repeat(10_240), `N${'\u0301'.repeat(10_240)}`, '<'.repeat(10_240)]) {
      const { subject, html, text } = buildMail({
        ...samples['ticket.comment_added.agents'],
        tenantName: name,
        reporterName: name,
        assigneeName: name,
        recipientName: name,
      });
      expect(subject.length).toBeLessThan(300);
      expect(text.length).toBeLessThan(3_000);
      expect(html.length).toBeLessThan(20_000);
    }
  });

  test('a name of blanks greets nobody', () => {
    expect(buildMail(someFacts({ recipientName: ' \u202e\n ' })).text).toMatch(/^Hello,\n/);
  });

  test('a text of 64 KiB of line breaks is rendered at once', () => {
    const started = performance.now();
    buildMail(someFacts({ body: `a${'\n'.repeat(65_000)}b` }));
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test('a quote in the link ends no attribute', () => {
    const { html } = buildMail(someFacts({ link: 'https://itsm.example/desk?a="><script>' }));
    expect(html).not.toContain('<script>');
  });
});

test('no template puts anything out unescaped but a tenant’s own words, which are sanitised', () => {
  const folder = join(import.meta.dirname, '../../src/mail/templates');
  const raw = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/<%[-_]?\s*~.*?%>/g)].map(([tag]) => [name, tag]),
  );
  // `tHtml` escapes what it is given.
  const unescaped = raw.filter(([, tag]) => !/^<%~ tHtml\([^()]*\) %>$/.test(tag ?? ''));
  expect(unescaped).toEqual([['own.html.eta', '<%~ it.ownHtml %>']]);
});
