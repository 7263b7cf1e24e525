import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { eventually } from '../support/eventually.ts';
import { refusalOf } from '../support/refusals.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const pendingNotices = (ticketId: string) =>
  inTenant(product.orm, tenant.id, (em) => em.find(NoticeEntity, { ticketId, nextTryAt: { $ne: null } }));

describe('a ticket', () => {
  it('lives from creation to closed as one workflow, with its row, mails and number', async () => {
    const creation = creationBy(tenant);
    const created = await product.gateway.create(creation);
    expect(created).toMatchObject({ ticketId: creation.ticketId, version: 1, repeated: false });
    expect(created.number).toMatch(/^TKT-\d{6}$/);
    const send = (...given: Parameters<typeof commandBy>) =>
      product.gateway.send(tenant.id, creation.ticketId, commandBy(...given));
    await send(tenant.agent, { kind: 'assign', to: tenant.agent.id });
    await send(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Ask the fire brigade' });
    await send(tenant.agent, { kind: 'comment', visibility: 'external', body: 'We are on our way.' });
    await send(tenant.agent, { kind: 'set_status', to: 'resolved', solution: 'The fire is out.' });
    await send(tenant.reporter, { kind: 'answer_resolution', answer: 'solved' });
    const closed = await send(tenant.agent, { kind: 'set_status', to: 'closed' });
    expect(closed.version).toBe(7);

    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, creation.ticketId));
    await expect(handle.result()).resolves.toEqual({ number: created.number, status: 'closed' });
    // The ticket's workflow ends with its ticket; the outbox has what is left of its mail.
    await eventually(async () => (await pendingNotices(creation.ticketId)).length === 0);
    expect(product.mailbox.messages().length).toBeGreaterThan(4);
    await inTenant(product.orm, tenant.id, async (em) => {
      const row = await em.findOneOrFail(TicketEntity, { id: creation.ticketId });
      expect(row).toMatchObject({ status: 'closed', version: 7, assigneeId: tenant.agent.id });
      const notices = await em.find(NoticeEntity, { ticketId: creation.ticketId });
      expect(new Set(notices.map((notice) => notice.state))).toEqual(new Set(['sent', 'skipped']));
    });
    expect(await refusalOf(send(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Late' }))).toBe(
      'ticket_finished',
    );
  });

  it('refuses what the rules forbid, and nothing is left of it', async () => {
    const creation = creationBy(tenant);
    await product.gateway.create(creation);
    const close = product.gateway.send(
      tenant.id,
      creation.ticketId,
      commandBy(tenant.agent, { kind: 'set_status', to: 'closed' }),
    );
    expect(await refusalOf(close)).toBe('transition_not_allowed');
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, creation.ticketId));
    expect((await handle.query(ticketQuery)).ticket).toMatchObject({ status: 'open', version: 1 });
  });
});
