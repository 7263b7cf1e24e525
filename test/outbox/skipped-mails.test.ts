import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { eventually } from '../support/eventually.ts';
import { bringForward, endedNotices, noticesOf } from '../support/notices.ts';
import { creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());
afterEach(() => product.mailbox.refuse(undefined));

/** What became of the tenant's mails, once there are so many and all have ended: state and reason, by whom they are for. */
async function became(tenant: TestTenant, count: number): Promise<Record<string, string>> {
  const notices = await endedNotices(product, tenant.id, count);
  return Object.fromEntries(
    notices.map(({ audience, recipientId, state, skipReason }) => [
      `${audience}: ${recipientId ?? 'nobody in particular'}`,
      skipReason == null ? state : `${state}: ${skipReason}`,
    ]),
  );
}

describe('what is mailed to nobody has its row all the same, with the reason (R16, R20)', () => {
  it('because they did it themselves, or have another mail about it', async () => {
    const tenant = await product.tenant();
    const { agent, otherAgent } = tenant;
    await product.gateway.create(creationBy(tenant, { actor: agent, reporterId: otherAgent.id, channel: 'agent' }));
    expect(await became(tenant, 3)).toEqual({
      [`reporter: ${otherAgent.id}`]: 'sent',
      [`agents: ${agent.id}`]: 'skipped: own_action',
      [`agents: ${otherAgent.id}`]: 'skipped: told_already',
    });
  });

  it('because no agent wants the mails of the queue, and it has no address', async () => {
    const tenant = await product.tenant();
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(UserEntity, {}, { mailOptOut: true }));
    await product.gateway.create(creationBy(tenant));
    expect(await became(tenant, 2)).toEqual({
      [`reporter: ${tenant.reporter.id}`]: 'sent',
      'agents: nobody in particular': 'skipped: no_recipient',
    });
  });

  it('because they were deactivated before it could be sent', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    product.mailbox.refuse(() => ({ code: 451 }));
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await eventually(async () => (await noticesOf(product, tenant.id)).every(({ state }) => state === 'retrying'));
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { id: tenant.reporter.id }, { active: false }),
    );
    product.mailbox.refuse(undefined);
    await bringForward(product, tenant.id, ticketId);
    expect(await became(tenant, 2)).toEqual({
      [`reporter: ${tenant.reporter.id}`]: 'skipped: inactive_user',
      'agents: nobody in particular': 'sent',
    });
  });
});
