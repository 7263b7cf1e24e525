import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { flags } from '../../src/domain/licence.ts';
import { changeLicence, standardTerms } from '../../src/host/licence/change-licence.ts';
import { eventually } from '../support/eventually.ts';
import { creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
});

beforeEach(async () => {
  product.mailbox.clear();
  tenant = await product.tenant({ queueAddress: 'queue@example.test' });
});

afterAll(() => product.stop());

const sold = standardTerms;

const noticesOf = (ticketId: string) => inTenant(product.orm, tenant.id, (em) => em.find(NoticeEntity, { ticketId }));

/**
 * A new ticket whose mails are turned away at first; then the licence changes, and they are due again. Gives the notices
 * as they end.
 */
async function mailedAfter(change: Partial<typeof sold>) {
  product.mailbox.refuse(() => ({ code: 451 }));
  const { ticketId } = await product.gateway.create(creationBy(tenant));
  await eventually(async () => (await noticesOf(ticketId)).every((notice) => notice.state === 'retrying'));
  await inTenant(product.orm, tenant.id, (em) =>
    changeLicence(em, tenant.id, { terms: { ...sold, ...change }, byId: null }),
  );
  product.mailbox.refuse(undefined);
  await inTenant(product.orm, tenant.id, (em) =>
    em.nativeUpdate(NoticeEntity, { ticketId }, { nextTryAt: new Date(0), leasedUntil: null }),
  );
  return eventually(async () => {
    const notices = await noticesOf(ticketId);
    return notices.every((notice) => notice.nextTryAt == null) ? notices : undefined;
  });
}

describe('a mail honours the licence as it is when it is sent, not as it was when its event happened (R12)', () => {
  it('suspended meanwhile, it is skipped', async () => {
    const notices = await mailedAfter({ active: false });
    expect(notices.map(({ state, skipReason }) => [state, skipReason])).toEqual([
      ['skipped', 'not_licensed'],
      ['skipped', 'not_licensed'],
    ]);
    expect(product.mailbox.messages()).toEqual([]);
  });

  it('ended meanwhile, it is skipped', async () => {
    const notices = await mailedAfter({ validUntil: new Date(Date.now() - 1000).toISOString() });
    expect(notices.map((notice) => notice.skipReason)).toEqual(['not_licensed', 'not_licensed']);
    expect(product.mailbox.messages()).toEqual([]);
  });

  it('without email_notifications meanwhile, it is skipped', async () => {
    const notices = await mailedAfter({ flags: flags.filter((flag) => flag !== 'email_notifications') });
    expect(notices.map((notice) => notice.skipReason)).toEqual(['flag_off', 'flag_off']);
    expect(product.mailbox.messages()).toEqual([]);
  });

  it('without a portal meanwhile, it is sent without a link to it', async () => {
    const notices = await mailedAfter({ flags: flags.filter((flag) => flag !== 'end_user_portal') });
    expect(notices.map((notice) => notice.state)).toEqual(['sent', 'sent']);
    const toReporter = await product.mailbox.waitFor((mail) =>
      JSON.stringify(mail.to).includes(tenant.addresses.reporter),
    );
    expect(toReporter.text).not.toContain('http://itsm.test');
    const toQueue = await product.mailbox.waitFor((mail) => JSON.stringify(mail.to).includes('queue@example.test'));
    expect(toQueue.text).toContain('http://itsm.test/tickets/TKT-000001');
  });
});

it('What another worker has made of a mail meanwhile is not written over by one that has heard nothing for too long', async () => {
  let reached = 0;
  product.mailbox.refuse((step) => {
    if (step.at !== 'data') return undefined;
    reached += 1;
    return 'hang';
  });
  const { ticketId } = await product.gateway.create(creationBy(tenant));
  await eventually(() => reached === 2);
  const sent = { state: 'sent', attempts: 5, nextTryAt: null, leasedUntil: null } as const;
  await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(NoticeEntity, { ticketId }, sent));
  // The worker in good order waits for what it is sending.
  await product.endWorkers();
  const [first, second, ...more] = await noticesOf(ticketId);
  for (const notice of [first, second]) {
    expect(notice).toMatchObject({ state: 'sent', attempts: 5, lastAnswer: null, outcomeUnknown: false });
  }
  expect({ reached, more }).toEqual({ reached: 2, more: [] });
});
