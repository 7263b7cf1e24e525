import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../../src/db/ticket-entities.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { Browser } from '../../support/browser.ts';
import type { Notice } from '../../support/notices.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let agnes: Browser;
let ticket: Ticket;
let page: string;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, name: 'Agnes Ahrens' }, rita: { name: 'Rita Rabe' } },
  });
  agnes = web.as(tenant.people.agnes);
  const byAgnes = agentActor(tenant.people.agnes.userId);
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, [
    { by: byAgnes, changes: [{ kind: 'set_status', to: 'cancelled' }] },
  ]);
  page = `/tickets/${ticket.number}`;
});
afterAll(() => web.close());

/** Writes a mail of the ticket as the ledger would have it, and gives its id. */
async function aMail(of: Partial<Notice>): Promise<string> {
  const id = randomUUID();
  await inTenant(web.orm, tenant.id, (em) =>
    em.insert(NoticeEntity, {
      tenantId: tenant.id,
      id,
      ticketId: ticket.id,
      eventSequence: 1,
      event: 'ticket.created',
      audience: 'reporter',
      recipientId: tenant.people.rita.userId,
      status: 'open',
      state: 'sent',
      attempts: 1,
      messageId: randomUUID(),
      outcomeUnknown: false,
      triesBefore: 0,
      createdAt: new Date(),
      ...of,
    }),
  );
  return id;
}

const said = async (): Promise<string> => {
  const { text } = await agnes.get(page);
  const panel = text.slice(text.indexOf('id="side-mails"'), text.indexOf('id="side-history"'));
  return panel.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
};

describe('the mails of a ticket', () => {
  it('are listed with what became of each, and why (R20)', async () => {
    const soon = new Date(Date.now() + 60_000);
    await aMail({ state: 'waiting', attempts: 0, nextTryAt: soon });
    await aMail({ state: 'retrying', attempts: 3, nextTryAt: soon, lastAnswer: '451 <b>later</b>' });
    await aMail({ state: 'sent', lastAnswer: '250 OK' });
    await aMail({ state: 'dropped', attempts: 1 });
    for (const skipReason of ['own_action', 'too_many', 'own_address'] as const)
      await aMail({ state: 'skipped', skipReason });
    const failed = await aMail({
      state: 'failed',
      attempts: 5,
      lastAnswer: '550 No such mailbox',
      askedAgainAt: new Date(),
      askedAgainBy: tenant.people.agnes.userId,
    });
    const words = await said();
    for (const sentence of [
      'Waiting to be sent',
      'Will be tried again , 3 tries , next',
      '451 &lt;b&gt;later&lt;/b&gt;',
      'Dropped: this month’s e-mails are used up',
      'Not sent: nobody is e-mailed about what they did themselves',
      'Not sent: too many e-mails about this ticket to one recipient in a short time',
      'Not sent: e-mails are sent from this very address',
      'Failed , 5 tries',
      '550 No such mailbox',
      'Sent again by Agnes Ahrens',
    ]) {
      expect(words.replaceAll(' ,', ',')).toContain(sentence.replaceAll(' ,', ','));
    }
    expect(words.match(/Send again/g)).toHaveLength(1);
    expect((await agnes.get(page)).text).toContain(`action="${page}/mails/${failed}/again"`);
  });
});

describe('“Send again”', () => {
  const one = (id: string) => inTenant(web.orm, tenant.id, (em) => em.findOneOrFail(NoticeEntity, { id }));

  it('makes a mail that has failed due, by whoever asks, on a finished ticket too, and leads back to the mails', async () => {
    const mail = await aMail({ state: 'failed', attempts: 5 });
    const answer = await agnes.post(`${page}/mails/${mail}/again`, {});
    expect(answer).toMatchObject({ status: 303, location: `${page}?done=mail_again#done` });
    const by = tenant.people.agnes.userId;
    expect(await one(mail)).toMatchObject({ state: 'waiting', askedAgainBy: by, triesBefore: 5 });
  });

  it('of what is no id, or of a ticket or mail that is not there, is not found', async () => {
    for (const path of [
      `${page}/mails/nonsense/again`,
      `${page}/mails/${randomUUID()}/again`,
      `/tickets/TKT-999999/mails/${randomUUID()}/again`,
    ]) {
      expect((await agnes.post(path, {})).status).toBe(404);
    }
  });

  it('says why not', async () => {
    const mail = await aMail({ state: 'dropped' });
    const refused = await agnes.post(`${page}/mails/${mail}/again`, {});
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('This e-mail was dropped because');
    expect(await one(mail)).toMatchObject({ state: 'dropped', nextTryAt: null });
  });
});
