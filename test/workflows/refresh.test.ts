import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { outboxes, outboxWorkflowId, ticketWorkflowId } from '../../src/temporal/names.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeEach(async () => {
  product = await startProduct();
  tenant = await product.tenant();
});

afterEach(() => product.stop());

const refresh = () =>
  product.client.workflow.execute('refresh', {
    workflowId: `refresh-${product.taskQueue}`,
    taskQueue: product.taskQueue,
  });

const nothing = { reminded: 0, restarted: 0, confirmed: 0, failed: 0, releases: 0, healed: 0, held: 0 };

/** Versions of tickets that no answer has proven to be their workflows'. */
const unconfirmed = () =>
  inTenant(product.orm, tenant.id, (em) =>
    em.execute<{ ticket_id: string; version: number }[]>('select ticket_id, version from ticket_unconfirmed'),
  );

/** Leaves a version in the row that nobody has an answer for, as a crash between commit and answer does. */
const doubt = (ticketId: string, version: number) =>
  inTenant(product.orm, tenant.id, (em) =>
    em.execute('insert into ticket_unconfirmed (tenant_id, ticket_id, version) values (?, ?, ?)', [
      tenant.id,
      ticketId,
      version,
    ]),
  );

describe('refresh', () => {
  it('has nothing to do for tickets whose callers got their answers', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'No mail for this' });
    await product.gateway.send(tenant.id, ticketId, note);
    await eventually(async () => (await unconfirmed()).length === 0);
    await expect(refresh()).resolves.toEqual(nothing);
  });

  it('reminds a workflow of a version that nobody got as an answer, and it takes the row as it is', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await eventually(async () => (await unconfirmed()).length === 0);
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(TicketEntity, { id: ticketId }, { version: 2 }));
    await doubt(ticketId, 2);
    await expect(refresh()).resolves.toEqual({ ...nothing, reminded: 1 });
    await eventually(async () => (await unconfirmed()).length === 0);
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await expect(handle.query(ticketQuery)).resolves.toMatchObject({ ticket: { version: 2 } });
  });

  it('confirms by itself what only a signal has changed', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await eventually(async () => (await unconfirmed()).length === 0);
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await handle.signal('command', { operator: 'nora', changes: [{ kind: 'edit', priority: 'high' }] });
    await eventually(async () => (await unconfirmed())[0]?.version === 2);
    await refresh();
    await eventually(async () => (await unconfirmed()).length === 0);
  });

  it('brings back the lost workflow of an active ticket, and needs none for a finished one', async () => {
    const lost = await product.gateway.create(creationBy(tenant));
    const finished = await product.gateway.create(creationBy(tenant));
    const cancel = commandBy(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.gateway.send(tenant.id, finished.ticketId, cancel);
    await eventually(async () => (await unconfirmed()).length === 0);
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, lost.ticketId));
    await handle.terminate('lost, for a test');
    await doubt(lost.ticketId, 1);
    await doubt(finished.ticketId, 2);
    await expect(refresh()).resolves.toEqual({ ...nothing, restarted: 1, confirmed: 1 });
    await eventually(async () => (await unconfirmed()).length === 0);
    await expect(handle.query(ticketQuery)).resolves.toMatchObject({ ticket: { status: 'open', version: 1 } });
  });

  it('starts the outbox again after somebody has terminated it', async () => {
    const outbox = (number: number) => product.client.workflow.getHandle(outboxWorkflowId(product.taskQueue, number));
    for (let number = 0; number < outboxes; number += 1) await outbox(number).terminate('for a test');
    await refresh();
    for (let number = 0; number < outboxes; number += 1) {
      expect((await outbox(number).describe()).status.name).toBe('RUNNING');
    }
  });
});
