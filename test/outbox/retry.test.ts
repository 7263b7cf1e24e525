import { afterEach, describe, expect, it } from '@jest/globals';
import { nextTryAt } from '../../src/domain/retry.ts';
import { eventually } from '../support/eventually.ts';
import { endedNotices, noticesOf } from '../support/notices.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let clock = new Date();

afterEach(() => product.stop());

/** A product whose outbox goes by the test's clock, and a ticket in it of which every mail is turned away. */
async function turnedAway(): Promise<{ tenant: TestTenant; ticketId: string }> {
  product = await startProduct({ now: () => clock });
  product.mailbox.refuse(() => ({ code: 451 }));
  const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
  // A little ahead: what the workflow writes is due at once.
  clock = new Date(Date.now() + 5000);
  const { ticketId } = await product.gateway.create(creationBy(tenant));
  return { tenant, ticketId };
}

/** When the mails are tried next, once none is due any more; null when all have come to their end. */
const nextTry = (tenant: TestTenant): Promise<Date | null> =>
  eventually(
    async () => {
      const times = (await noticesOf(product, tenant.id)).flatMap(({ nextTryAt: next }) =>
        next == null ? [] : [next],
      );
      if (times.some((time) => time <= clock)) return undefined;
      return { earliest: times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null };
    },
    { timeoutMs: 30_000 },
  ).then(({ earliest }) => earliest);

describe('a mail server that turns mail away for days', () => {
  it('is asked again after pauses that grow to four hours, and after four days the mail is given up; the ticket goes on', async () => {
    const { tenant, ticketId } = await turnedAway();
    const began = (await noticesOf(product, tenant.id))[0]?.createdAt ?? clock;
    const tries = [clock.getTime()];
    for (let next = await nextTry(tenant); next !== null; next = await nextTry(tenant)) {
      tries.push(next.getTime());
      clock = next;
    }
    // Each pause is the planned one, counted from the try before it.
    for (const [place, at] of tries.slice(1).entries()) {
      const planned = nextTryAt(began.getTime(), place + 1, tries[place] ?? 0);
      expect(at - (planned ?? 0)).toBeLessThan(1000);
    }
    expect(nextTryAt(began.getTime(), tries.length, tries.at(-1) ?? 0)).toBeNull();
    const notices = await endedNotices(product, tenant.id, 2);
    expect(notices.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['failed', tries.length],
      ['failed', tries.length],
    ]);
    expect(notices[0]).toMatchObject({ lastAnswer: '451 Try again later', nextTryAt: null, leasedUntil: null });
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await expect(product.gateway.send(tenant.id, ticketId, start)).resolves.toMatchObject({ version: 2 });
  });
});

describe('a mail server that is down for an hour', () => {
  it('gets every mail once when it is back, at the next try of each, and the ticket has gone on meanwhile', async () => {
    const { tenant, ticketId } = await turnedAway();
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await product.gateway.send(tenant.id, ticketId, start);
    const anHourLater = clock.getTime() + 3_600_000;
    for (
      let next = await nextTry(tenant);
      next !== null && next.getTime() < anHourLater;
      next = await nextTry(tenant)
    ) {
      clock = next;
    }
    expect((await noticesOf(product, tenant.id)).map(({ state }) => state).toSorted()).toEqual([
      'retrying',
      'retrying',
      'retrying',
      'skipped',
    ]);
    product.mailbox.refuse(undefined);
    for (let next = await nextTry(tenant); next !== null; next = await nextTry(tenant)) clock = next;
    const notices = (await noticesOf(product, tenant.id)).filter(({ state }) => state !== 'skipped');
    expect(notices.map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    const arrived = product.mailbox.messages().map(({ messageId = '' }) => messageId);
    expect(arrived.toSorted()).toEqual(notices.map(({ messageId }) => `<${messageId}@itsm.test>`).toSorted());
  });
});
