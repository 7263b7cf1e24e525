import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import { eventually } from '../support/eventually.ts';
import type { DeliveryStep, Misbehaviour } from '../support/mailbox.ts';
import { bringForward, endedNotices, type Notice, noticesOf } from '../support/notices.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());
afterEach(() => product.mailbox.refuse(undefined));

const queue = 'queue@example.test';

/** What the server does at the first try, what becomes of the mails to the reporter and the queue, and what arrives how often. */
type Fault = Readonly<{
  does: (step: DeliveryStep) => Misbehaviour | undefined;
  reporter: Notice['state'];
  queue: Notice['state'];
  attempts: number;
  copies: number;
}>;

const faults: Readonly<Record<string, Fault>> = {
  // First, because a connection that is there is used again.
  'takes no connection': {
    does: (step) => (step.at === 'connect' ? 'drop' : undefined),
    reporter: 'sent',
    queue: 'sent',
    attempts: 2,
    copies: 1,
  },
  'takes everything': { does: () => undefined, reporter: 'sent', queue: 'sent', attempts: 1, copies: 1 },
  'greylists every recipient': {
    does: (step) => (step.at === 'recipient' ? { code: 451 } : undefined),
    reporter: 'sent',
    queue: 'sent',
    attempts: 2,
    copies: 1,
  },
  'has no mailbox for one recipient': {
    does: (step) => (step.at === 'recipient' && step.recipient === queue ? { code: 550 } : undefined),
    reporter: 'sent',
    queue: 'failed',
    attempts: 1,
    copies: 1,
  },
  'refuses every mail for good': {
    does: (step) => (step.at === 'data' ? { code: 554 } : undefined),
    reporter: 'failed',
    queue: 'failed',
    attempts: 1,
    copies: 0,
  },
  'takes a mail and says nothing': {
    does: (step) => (step.at === 'data' ? 'hang' : undefined),
    reporter: 'sent',
    queue: 'sent',
    attempts: 2,
    copies: 1,
  },
  'takes a mail and is gone before it says so': {
    does: (step) => (step.at === 'data' ? 'drop' : undefined),
    reporter: 'sent',
    queue: 'sent',
    attempts: 2,
    copies: 2,
  },
};

const counted = async ({ id }: TestTenant): Promise<number> =>
  (await inTenant(product.orm, id, (em) => mailUse(em, id, new Date()))).used;

describe('every notification ends in one state that is what has happened, when the server', () => {
  it.each(Object.entries(faults))('%s', async (_name, { does, attempts, copies, ...ends }) => {
    const tenant = await product.tenant({ queueAddress: queue });
    product.mailbox.clear();
    product.mailbox.refuse(does);
    const { ticketId, version } = await product.gateway.create(creationBy(tenant));
    await eventually(async () => (await noticesOf(product, tenant.id)).every(({ state }) => state !== 'waiting'), {
      timeoutMs: 20_000,
    });
    // Meanwhile the ticket goes on as if nothing were the matter.
    const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Looking at it' });
    expect(await product.gateway.send(tenant.id, ticketId, note)).toMatchObject({ version: version + 1 });

    product.mailbox.refuse(undefined);
    await bringForward(product, tenant.id, ticketId);
    const notices = await endedNotices(product, tenant.id, 2);
    const { reporter, queue: toQueue } = ends;
    expect(Object.fromEntries(notices.map((notice) => [notice.audience, [notice.state, notice.attempts]]))).toEqual({
      reporter: [reporter, reporter === 'failed' ? 1 : attempts],
      agents: [toQueue, toQueue === 'failed' ? 1 : attempts],
    });

    const arrived = product.mailbox.messages().map(({ messageId }) => messageId ?? '');
    const sent = notices.filter(({ state }) => state === 'sent').map(({ messageId }) => `<${messageId}@itsm.test>`);
    expect(new Set(arrived)).toEqual(new Set(sent));
    for (const id of sent) expect(arrived.filter((each) => each === id)).toHaveLength(copies);
    expect(await counted(tenant)).toBe(sent.length);
    expect(notices.filter(({ countedMonth }) => countedMonth != null)).toHaveLength(sent.length);
    for (const { state, lastAnswer } of notices) if (state === 'failed') expect(lastAnswer).toMatch(/^55[04] /);
  });
});
