import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { normalAddress } from '../../src/domain/mail-address.ts';
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

  /** How the mail to the queue's address ends after the reporter has created a ticket. */
  const toQueue = async (tenant: TestTenant): Promise<unknown> => {
    await product.gateway.create(creationBy(tenant));
    return (await became(tenant, 2))['agents: nobody in particular'];
  };
  const atAddress = (tenant: TestTenant, id: string, email: string): Promise<unknown> =>
    inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(UserEntity, { id }, { email: normalAddress(email) }));

  it('because the address of the queue is their own, however it is written', async () => {
    for (const [queueAddress, own] of [
      ['R\u00fcta@Example.test', 'ru\u0308ta@example.test'],
      ['ru\u0308ta2@example.test', 'R\u00dcTA2@EXAMPLE.TEST'],
    ] as const) {
      const tenant = await product.tenant({ queueAddress });
      await atAddress(tenant, tenant.reporter.id, own);
      expect(await toQueue(tenant)).toBe('skipped: own_action');
    }
  });

  it('but not because the address is that of somebody else, or their own with a plus', async () => {
    const tenant = await product.tenant({ queueAddress: 'rita.plus+queue@example.test' });
    await atAddress(tenant, tenant.reporter.id, 'rita.plus@example.test');
    await atAddress(tenant, tenant.agent.id, 'rita.plus+queue@example.test');
    expect(await toQueue(tenant)).toBe('sent');
  });

  it('because their address became that of the queue before it could be sent', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue.later@example.test' });
    product.mailbox.refuse(() => ({ code: 451 }));
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await eventually(async () => (await noticesOf(product, tenant.id)).every(({ state }) => state === 'retrying'));
    await atAddress(tenant, tenant.reporter.id, 'queue.later@example.test');
    product.mailbox.refuse(undefined);
    await bringForward(product, tenant.id, ticketId);
    expect(await became(tenant, 2)).toEqual({
      [`reporter: ${tenant.reporter.id}`]: 'sent',
      'agents: nobody in particular': 'skipped: own_action',
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
