import { afterAll, describe, expect, test } from '@jest/globals';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { checkOwnTemplate } from '../../src/mail/own-template.ts';
import { createMailRenderer, type MailOrder } from '../../src/mail/render.ts';
import { samples, someFacts } from './sample-facts.ts';

const own: OwnTemplate = {
  subject: 'About {{ticket_number}}',
  html: '<p>{{comment_body}}</p>',
  text: '{{comment_body}}',
};
const hanging: OwnTemplate = { ...own, text: 'never ends' };
const invitation = {
  kind: 'invitation',
  locale: 'de',
  timeZone: 'Europe/Berlin',
  tenantName: 'Nordlicht Logistik',
  recipientName: 'Ines Invited',
  link: 'https://itsm.example/account/x.y',
  fact: { linkId: 'link', expiresAt: '2026-11-16T14:05:30.000Z', invitedBy: 'Ada Admin' },
} as const;

describe('mails made in threads', () => {
  const renderer = createMailRenderer();
  const builder = createMailBuilder();
  afterAll(() => renderer.close());

  test('are what they are when they are made at once', async () => {
    expect(await renderer.renderMail(someFacts())).toEqual(builder.buildMail(someFacts()));
    expect(await renderer.renderMail(someFacts(), own)).toEqual(builder.buildMail(someFacts(), own));
    expect(await renderer.renderServiceMail(invitation)).toEqual({
      ...builder.buildServiceMail(invitation),
      fault: null,
    });
    expect(await renderer.checkTemplate(own)).toEqual(checkOwnTemplate(own));
    expect(await renderer.checkTemplate({ ...own, html: '{{x}}' })).toEqual(
      checkOwnTemplate({ ...own, html: '{{x}}' }),
    );
  });

  test('of a batch come in its order, and one that makes no sense spoils no other', async () => {
    const nonsense = someFacts({ event: 'ticket.closed', audience: 'agents' });
    const orders: MailOrder[] = [
      ...Object.values(samples).map((facts) => ({ kind: 'ticket', facts, own: null }) as const),
      { kind: 'ticket', facts: nonsense },
      { kind: 'service', facts: invitation },
    ];
    const outcomes = await renderer.renderMails(orders);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.mail.html : outcome.why))).toEqual([
      ...Object.values(samples).map((facts) => builder.buildMail(facts).html),
      expect.stringContaining('There is no mail about ticket.closed'),
      builder.buildServiceMail(invitation).html,
    ]);
    expect(await renderer.renderMails([])).toEqual([]);
    await expect(renderer.renderMail(nonsense)).rejects.toThrow('There is no mail about ticket.closed');
  });
});

const tooSlow = { key: 'refusal.template.out_of_time', values: { seconds: 1 } };

describe('a template that takes more than its due', () => {
  const renderer = createMailRenderer({
    script: new URL('./hanging-thread.ts', import.meta.url),
    threads: 1,
    limitMs: 1000,
  });
  afterAll(() => renderer.close());

  test('is replaced by the built-in mail, told, and not tried again', async () => {
    const builtIn = createMailBuilder().buildMail(someFacts());
    const first = await renderer.renderMail(someFacts(), hanging);
    expect(first).toEqual({ ...builtIn, text: expect.stringMatching(/^thread \d+$/), fault: tooSlow });
    // Had it been tried, there would be another thread by now.
    expect(await renderer.renderMail(someFacts(), hanging)).toEqual(first);
  });

  test('spoils no other mail of its batch', async () => {
    const worse = { ...hanging, subject: 'worse' };
    const outcomes = await renderer.renderMails(
      [own, worse, null, worse].map((words) => ({ kind: 'ticket', facts: someFacts(), own: words })),
    );
    expect(outcomes).toMatchObject([
      { ok: true, mail: { subject: 'About TKT-000042', fault: null } },
      { ok: true, mail: { subject: '[TKT-000042] Printer on fire', fault: tooSlow } },
      { ok: true, mail: { subject: '[TKT-000042] Printer on fire', fault: null } },
      { ok: true, mail: { subject: '[TKT-000042] Printer on fire', fault: tooSlow } },
    ]);
  });

  test('is refused when it is saved', async () => {
    expect(await renderer.checkTemplate(hanging)).toMatchObject({
      ok: false,
      refusals: [{ code: 'malformed', field: 'html' }],
    });
  });
});
