import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { claimNotices, leaseSeconds } from '../../../activities/mail/claim-notices.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { NoticeEntity } from '../../../src/db/ticket-entities.ts';
import { monthOf } from '../../../src/host/licence/mail-quota.ts';
import { testDatabase } from '../../support/databases.ts';
import type { Notice } from '../../support/notices.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { writeTicket } from '../../support/rows.ts';

const now = new Date('2026-11-20T12:00:00.000Z');
const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);

let orm: Orm;
let tenant: TestTenant<'rita'>;
let ticketId: string;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 10);
});
afterAll(() => orm?.close());

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

const claim = (at: Date, atMost = 10) =>
  inTenant(orm, tenant.id, (em) => claimNotices(em, { tenantId: tenant.id, ticketId, now: at, atMost }));

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
    expect(await claim(now)).toMatchObject([{ id, attempts: 1, outcome_unknown: false }]);
    expect(await claim(after(leaseSeconds - 1))).toEqual([]);
    expect(await claim(after(leaseSeconds))).toMatchObject([{ id, attempts: 2 }]);
  });

  it('that was counted when its worker died may have arrived; one that was not has not', async () => {
    const counted = await aMail({ countedMonth: monthOf(now), leasedUntil: after(-1), attempts: 1 });
    const never = await aMail({ leasedUntil: after(-1), attempts: 1 });
    const unknown = Object.fromEntries((await claim(now)).map(({ id, outcome_unknown }) => [id, outcome_unknown]));
    expect(unknown).toEqual({ [counted]: true, [never]: false });
  });

  it('is taken no earlier than it is due, and not at all once it has ended', async () => {
    await aMail({ nextTryAt: after(1) });
    await aMail({ nextTryAt: null, state: 'sent' });
    expect(await claim(now)).toEqual([]);
    expect(await claim(after(1))).toHaveLength(1);
  });
});
