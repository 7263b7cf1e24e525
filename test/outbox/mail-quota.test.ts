import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { changeLicence, standardTerms } from '../../src/host/licence/change-licence.ts';
import { mailUse, reserveMails } from '../../src/host/licence/mail-quota.ts';
import type { ClaimedNotice } from '../../src/outbox/notices/claim.ts';
import { readNoticeFacts } from '../../src/outbox/notices/notice-facts.ts';
import { recordVerdicts } from '../../src/outbox/notices/record-verdicts.ts';
import { verdictOn } from '../../src/outbox/notices/verdict.ts';
import { eventually } from '../support/eventually.ts';
import { bringForward, endedNotices, type Notice, noticesOf } from '../support/notices.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;
/** How far the clock of the outbox is ahead, in ms. */
let ahead = 0;
const clock = (): Date => new Date(Date.now() + ahead);
const setClock = (to: Date): void => void (ahead = to.getTime() - Date.now());

beforeAll(async () => {
  product = await startProduct({ now: clock });
});
afterEach(() => product.mailbox.refuse(undefined));
afterAll(() => product.stop());

const sold = standardTerms;

/** Begins with a tenant that may send so many mails; each new ticket is two, to its reporter and to the queue. */
async function begin(maxEmailsMonth: number, at = new Date()): Promise<void> {
  setClock(at);
  product.mailbox.clear();
  tenant = await product.tenant({ queueAddress: 'queue@example.test' });
  await inTenant(product.orm, tenant.id, (em) =>
    changeLicence(em, tenant.id, { terms: { ...sold, maxEmailsMonth }, byId: null }),
  );
}

const create = async (): Promise<string> => (await product.gateway.create(creationBy(tenant))).ticketId;
const notices = () => noticesOf(product, tenant.id);
const use = (at = clock()) => inTenant(product.orm, tenant.id, (em) => mailUse(em, tenant.id, at));
const alerts = () => inTenant(product.orm, tenant.id, (em) => em.find(AlertEntity, {}));
const mailsToTickets = () => product.mailbox.messages().filter(({ subject }) => subject?.startsWith('[TKT-')).length;

/** How many notices came to which end, once all have come to one. */
async function ended(count: number): Promise<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const { state } of await endedNotices(product, tenant.id, count)) states[state] = (states[state] ?? 0) + 1;
  return states;
}

const tryAgain = (ticketId: string) => bringForward(product, tenant.id, ticketId);

/** A claim of the notice as a worker holds it that has not counted it yet. */
function aClaim(notice: Notice): ClaimedNotice {
  const { tenantId, id, attempts, triesBefore, createdAt, ticketId, event, audience, eventSequence, messageId } =
    notice;
  const {
    status,
    assigneeId = null,
    recipientId = null,
    recipientAddress = null,
    textId = null,
    textRole = null,
    actorId = null,
  } = notice;
  const delivery = { tenantId, id, attempts, triesBefore, triedSince: createdAt, countedMonth: null };
  const about = { ticketId, event, audience, eventSequence, messageId, status, assigneeId };
  return { ...delivery, ...about, outcomeUnknown: false, recipientId, recipientAddress, textId, textRole, actorId };
}

describe('max_emails_month (R13, R19)', () => {
  it('is exact at its edge: of twenty mails at once for the last place one is sent, the others are dropped', async () => {
    await begin(10);
    const petra = await createPlatformPerson(product.ownerUrl);
    for (let n = 0; n < 4; n += 1) await create();
    await ended(8);
    await inTenant(product.orm, tenant.id, (em) => reserveMails(em, tenant.id, { wanted: 1, limit: 10, at: clock() }));
    expect(await use()).toMatchObject({ used: 9, dropped: 0 });
    // By two people, so that nobody is taken for a flood.
    const actors = [tenant.agent, tenant.otherAgent].flatMap((actor) => Array.from({ length: 5 }, () => ({ actor })));
    await Promise.all(actors.map((by) => product.gateway.create(creationBy(tenant, by))));
    expect(await ended(28)).toEqual({ sent: 9, dropped: 19 });
    expect(await use()).toMatchObject({ used: 10, dropped: 19 });
    const period = clock().toISOString().slice(0, 7);
    expect(await alerts()).toMatchObject([{ kind: 'emails_used_up', period, quotaLimit: 10, used: 10, dropped: 19 }]);
    const alert = await product.mailbox.waitFor(({ to }) => JSON.stringify(to).includes(petra.email));
    expect(alert.subject).toContain('all 10 e-mails of');
    expect(mailsToTickets()).toBe(9);
    expect(product.mailbox.messages().filter(({ to }) => JSON.stringify(to).includes(petra.email))).toHaveLength(1);
  });

  it('begins anew with the month, in UTC', async () => {
    await begin(2, new Date('2031-01-31T23:50:00.000Z'));
    await create();
    await create();
    expect(await ended(4)).toEqual({ sent: 2, dropped: 2 });
    setClock(new Date('2031-02-01T00:00:00.000Z'));
    await create();
    expect(await ended(6)).toEqual({ sent: 4, dropped: 2 });
    expect(await use(new Date('2031-01-01'))).toMatchObject({ used: 2, dropped: 2 });
    expect(await use()).toMatchObject({ month: '2031-02', used: 2, dropped: 0 });
  });

  it('counts a mail once, in the month of its first try, however often it is tried', async () => {
    await begin(2);
    const first = clock();
    product.mailbox.refuse(() => ({ code: 451 }));
    const ticketId = await create();
    await eventually(async () => (await notices()).every(({ state }) => state === 'retrying'));
    setClock(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1, 1)));
    product.mailbox.refuse(undefined);
    await tryAgain(ticketId);
    expect(await ended(2)).toEqual({ sent: 2 });
    const month = first.toISOString().slice(0, 7);
    expect((await notices()).map(({ countedMonth }) => countedMonth)).toEqual([month, month]);
    expect(await use(first)).toMatchObject({ used: 2, dropped: 0 });
    expect(await use()).toMatchObject({ used: 0 });
  });

  it('gets back what has finally failed', async () => {
    await begin(2);
    product.mailbox.refuse((step) => (step.at === 'recipient' ? { code: 550 } : undefined));
    await create();
    expect(await ended(2)).toEqual({ failed: 2 });
    expect(await use()).toMatchObject({ used: 0, dropped: 0 });
    product.mailbox.refuse(undefined);
    await create();
    expect(await ended(4)).toEqual({ failed: 2, sent: 2 });
  });

  it('gets it back in the month that it was counted in, and in no other', async () => {
    await begin(10);
    const first = clock();
    product.mailbox.refuse(() => ({ code: 451 }));
    await create();
    await eventually(async () => (await notices()).every(({ state }) => state === 'retrying'));
    product.mailbox.refuse((step) =>
      step.at === 'data' && step.mail.subject?.includes('TKT-000001') ? { code: 550 } : undefined,
    );
    setClock(new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1, 1)));
    await create();
    expect(await ended(4)).toEqual({ failed: 2, sent: 2 });
    expect(await use(first)).toMatchObject({ used: 0 });
    expect(await use()).toMatchObject({ used: 2 });
  });

  it('keeps what may have arrived although it has failed in the end', async () => {
    await begin(10);
    product.mailbox.refuse((step) => (step.at === 'data' ? 'drop' : undefined));
    const ticketId = await create();
    await eventually(async () => (await notices()).every(({ state }) => state === 'retrying'));
    product.mailbox.refuse((step) => (step.at === 'recipient' ? { code: 550 } : undefined));
    await tryAgain(ticketId);
    expect(await ended(2)).toEqual({ failed: 2 });
    expect((await notices()).map(({ outcomeUnknown }) => outcomeUnknown)).toEqual([true, true]);
    expect(await use()).toMatchObject({ used: 2 });
  });

  it('keeps what a worker was sending when it died, although it is refused in the end', async () => {
    await begin(10);
    product.mailbox.refuse(() => ({ code: 451 }));
    const ticketId = await create();
    await eventually(async () => (await notices()).every(({ state }) => state === 'retrying'));
    product.mailbox.refuse((step) => (step.at === 'recipient' ? { code: 550 } : undefined));
    const diedHolding = { nextTryAt: new Date(0), leasedUntil: new Date(1) };
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(NoticeEntity, { ticketId }, diedHolding));
    expect(await ended(2)).toEqual({ failed: 2 });
    expect(await use()).toMatchObject({ used: 2 });
  });

  it('does not count a mail that another worker has taken meanwhile', async () => {
    await begin(10);
    product.mailbox.refuse(() => 'hang');
    await create();
    const held = await eventually(async () => {
      const found = await notices();
      return found.length === 2 && found.every(({ leasedUntil }) => leasedUntil != null) ? found : undefined;
    });
    await eventually(async () => (await use()).used === 2);
    const late = held.map((notice) => ({ ...aClaim(notice), attempts: notice.attempts - 1 }));
    const sentByLate = await inTenant(product.orm, tenant.id, async (em) => {
      const of = { tenantId: tenant.id, now: clock() };
      const facts = await readNoticeFacts(em, of, late);
      const verdicts = late.map((notice) => verdictOn(notice, facts, 'itsm@uslimato.test', clock()));
      return recordVerdicts(product.orm, em, of, verdicts, facts);
    });
    expect(sentByLate).toEqual([]);
    expect(await use()).toMatchObject({ used: 2, dropped: 0 });
  });

  it('of nothing drops every mail, and the tickets work as usual', async () => {
    await begin(0);
    await create();
    expect(await ended(2)).toEqual({ dropped: 2 });
    expect(await use()).toMatchObject({ used: 0, dropped: 2 });
  });
});
