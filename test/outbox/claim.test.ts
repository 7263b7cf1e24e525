import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leaseSeconds, renewLeases } from '../../src/outbox/lease.ts';
import { claimNotices } from '../../src/outbox/notices/claim.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { monthOf } from '../../src/host/licence/mail-quota.ts';
import { clonedDatabase } from '../support/databases.ts';
import type { Notice } from '../support/notices.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { writeTicket } from '../support/rows.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

let orm: Orm;
let tenant: TestTenant<'rita'>;
let ticketId: string;

let database: Awaited<ReturnType<typeof clonedDatabase>>;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl, 10);
});
afterAll(async () => {
  await orm?.close();
  await database?.drop();
});

beforeEach(async () => {
  tenant = await createTenant(orm, { people: { rita: {} } });
  ({ id: ticketId } = await writeTicket(orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }));
});

/** Writes a mail that has never been tried, due at `now` unless said. */
async function aMail(of: Partial<Notice> = {}): Promise<string> {
  const id = randomUUID();
  await inTenant(orm, tenant.id, (em) =>
    em.insert(NoticeEntity, {
      tenantId: tenant.id,
      id,
      ticketId,
      eventSequence: 1,
      event: 'ticket.created',
      audience: 'reporter',
      recipientId: tenant.people.rita.userId,
      status: 'open',
      state: 'waiting',
      attempts: 0,
      messageId: randomUUID(),
      outcomeUnknown: false,
      triesBefore: 0,
      nextTryAt: now,
      createdAt: now,
      ...of,
    }),
  );
  return id;
}

/** What is claimed for this test's tenant; what other tests have left is claimed and passed over. */
const claim = async (at: Date, atMost = 1000) =>
  (await claimNotices(orm, { now: at, leaseSeconds, atMost })).filter(({ tenantId }) => tenantId === tenant.id);

describe('a due mail', () => {
  it('is held by one of many who ask at the same time', async () => {
    const mails = await Promise.all(Array.from({ length: 12 }, () => aMail()));
    const held = (await Promise.all(Array.from({ length: 8 }, () => claim(now, 3)))).flat().map(({ id }) => id);
    expect(new Set(held).size).toBe(held.length);
    const left = (await claim(now, 12)).map(({ id }) => id);
    expect([...held, ...left].toSorted()).toEqual(mails.toSorted());
  });

  it('is nobody else’s while it is held, and anybody’s once a dead worker’s lease has run out', async () => {
    const id = await aMail();
    expect(await claim(now)).toMatchObject([{ id, attempts: 1, outcomeUnknown: false }]);
    expect(await claim(after(leaseSeconds - 1))).toEqual([]);
    expect(await claim(after(leaseSeconds))).toMatchObject([{ id, attempts: 2 }]);
  });

  it('that was counted when its worker died may have arrived; one that was not has not', async () => {
    const counted = await aMail({ countedMonth: monthOf(now), leasedUntil: after(-1), attempts: 1 });
    const never = await aMail({ leasedUntil: after(-1), attempts: 1 });
    const unknown = Object.fromEntries((await claim(now)).map(({ id, outcomeUnknown }) => [id, outcomeUnknown]));
    expect(unknown).toEqual({ [counted]: true, [never]: false });
  });

  it('is taken no earlier than it is due, and not at all once it has ended', async () => {
    await aMail({ nextTryAt: after(1) });
    await aMail({ nextTryAt: null, state: 'sent' });
    expect(await claim(now)).toEqual([]);
    expect(await claim(after(1))).toHaveLength(1);
  });

  it('stays with a worker that renews its lease, and with nobody else', async () => {
    const id = await aMail();
    const [mine] = await claim(now);
    if (mine === undefined) throw new Error('It was due');
    const held = { table: 'notice', claim: mine } as const;
    expect(await renewLeases(orm, [held], after(2 * leaseSeconds))).toEqual(new Set([id]));
    expect(await claim(after(leaseSeconds))).toEqual([]);
    expect(await claim(after(2 * leaseSeconds))).toMatchObject([{ id, attempts: 2 }]);
    // The first worker comes too late: the lease is another's.
    expect(await renewLeases(orm, [held], after(4 * leaseSeconds))).toEqual(new Set());
  });
});

describe('tenants', () => {
  it('take turns: the thousands of one do not hold up the one of another', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => aMail({ nextTryAt: after(-100 + n) })));
    const busy = tenant;
    tenant = await createTenant(orm, { people: { rita: {} } });
    ({ id: ticketId } = await writeTicket(orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }));
    const single = await aMail();
    const first = await claimNotices(orm, { now, leaseSeconds, atMost: 4 });
    const ofThese = first.filter(({ tenantId }) => [busy.id, tenant.id].includes(tenantId));
    expect(ofThese.map(({ id }) => id)).toContain(single);
    expect(ofThese.filter(({ tenantId }) => tenantId === busy.id).length).toBeGreaterThan(0);
  });
});
