import { randomUUID } from 'node:crypto';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { aMovement, anAsset } from '../support/assets.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, type TestTenant } from '../support/product.ts';
import { refusalOf } from '../support/refusals.ts';
import { backgroundPaths } from './background-paths.ts';
import type { Run } from './run.ts';

/** The paths through the workflows of which histories are kept: each leads a workflow along it and names its run. */
export const paths: Readonly<Record<string, (product: Product, tenant: TestTenant) => Promise<Run>>> = {
  'from-creation-to-closed': async (product, tenant) => {
    const { workflowId, send } = await aTicket(product, tenant);
    await send(tenant.agent, { kind: 'assign', to: tenant.agent.id });
    await send(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'A note' });
    await send(tenant.agent, { kind: 'set_status', to: 'resolved', solution: 'The fire is out.' });
    await send(tenant.reporter, { kind: 'answer_resolution', answer: 'still_broken', body: 'It burns again.' });
    await send(tenant.agent, { kind: 'set_status', to: 'in_progress', reason: 'It burns again.' });
    await send(tenant.agent, { kind: 'edit', title: 'The printer is on fire again', priority: 'urgent' });
    await send(tenant.agent, { kind: 'set_status', to: 'resolved' });
    await send(tenant.reporter, { kind: 'answer_resolution', answer: 'solved' });
    await send(tenant.agent, { kind: 'set_status', to: 'closed' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'with-assets': async (product, tenant) => {
    const keeper = { tenantId: tenant.id, by: tenant.agent.id };
    const laptop = await anAsset(product.orm, keeper, { holderId: tenant.reporter.id });
    const printer = await anAsset(product.orm, keeper);
    const movementId = await aMovement(product.orm, keeper, { assetId: laptop.id });
    const { workflowId, send } = await aTicket(product, tenant, { assetIds: [laptop.id], movementId });
    await send(tenant.agent, { kind: 'link_asset', assetId: printer.id });
    await send(tenant.agent, { kind: 'set_movement', movementId: null });
    const unknown = await refusalOf(send(tenant.agent, { kind: 'link_asset', assetId: randomUUID() }));
    if (unknown !== 'asset_unknown') throw new Error(`The link was ${unknown}`);
    await send(tenant.agent, { kind: 'set_movement', movementId });
    await send(tenant.agent, { kind: 'unlink_asset', assetId: laptop.id });
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled', reasonCode: 'other' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'refused-creation': async (product, tenant) => {
    const creation = creationBy(tenant, { actor: tenant.agent, reporterId: randomUUID() });
    const code = await refusalOf(product.gateway.create(creation));
    if (code !== 'reporter_unknown') throw new Error(`The creation was ${code}`);
    return { workflowId: ticketWorkflowId(tenant.id, creation.ticketId) };
  },

  'up-to-continue-as-new': async (product, tenant) => {
    const { workflowId, firstRun } = await continued(product, tenant);
    return { workflowId, runId: firstRun };
  },

  'after-continue-as-new': async (product, tenant) => {
    const { workflowId, send } = await continued(product, tenant);
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled', reasonCode: 'duplicate' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'refused-signal': async (product, tenant) => {
    const { workflowId, atVersion } = await aTicket(product, tenant);
    const handle = product.client.workflow.getHandle(workflowId);
    await handle.signal('command', { operator: 'nora', changes: [{ kind: 'set_status', to: 'closed' }] });
    await atVersion(2);
    await handle.signal('command', { operator: 'nora', changes: [{ kind: 'set_status', to: 'in_progress' }] });
    await atVersion(3);
    return { workflowId };
  },

  'started-from-rows': async (product, tenant) => {
    const { workflowId, send } = await aTicket(product, tenant);
    await product.client.workflow.getHandle(workflowId).terminate('lost');
    await send(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'commands-together': async (product, tenant) => {
    const { workflowId, ticketId, send } = await aTicket(product, tenant);
    const note = (body: string) => send(tenant.agent, { kind: 'comment', visibility: 'internal', body });
    const wrong = { kind: 'assign', to: tenant.reporter.id } as const;
    // While the first is on its way the others meet, and travel together.
    const replies = await Promise.allSettled([
      note('One'),
      note('Two'),
      send(tenant.agent, { kind: 'set_status', to: 'closed' }),
      send(tenant.agent, wrong),
      note('Three'),
      product.client.workflow.getHandle(workflowId).signal('command', commandBy(tenant.agent, wrong)),
    ]);
    const refused = replies.filter(({ status }) => status === 'rejected').length;
    if (refused !== 2) throw new Error(`${refused} of ${ticketId} were refused`);
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'reopened-for-nobody': async (product, tenant) => {
    const { workflowId, send } = await aTicket(product, tenant);
    await send(tenant.otherAgent, { kind: 'set_status', to: 'in_progress' });
    await send(tenant.otherAgent, { kind: 'set_status', to: 'resolved' });
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { id: tenant.otherAgent.id }, { active: false }),
    );
    await send(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'behind-its-row': async (product, tenant) => {
    const { workflowId, ticketId, send } = await aTicket(product, tenant);
    await inTenant(product.orm, tenant.id, (em) => em.nativeUpdate(TicketEntity, { id: ticketId }, { version: 5 }));
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'retired-up-to-continue-as-new': async (product, tenant) => {
    const { workflowId, firstRun } = await retired(product, tenant);
    return { workflowId, runId: firstRun };
  },

  'retired-after-continue-as-new': async (product, tenant) => {
    const { workflowId, send } = await retired(product, tenant);
    await send(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  refresh: async (product, tenant) => {
    await aTicket(product, tenant);
    return { workflowId: await refresh(product) };
  },

  ...backgroundPaths,
};

type Report = Awaited<ReturnType<typeof reportOf>>;

async function aTicket(
  product: Product,
  tenant: TestTenant,
  { assetIds = [], movementId, ...more }: { continueAfter?: number; assetIds?: string[]; movementId?: string } = {},
) {
  const links = { ...(assetIds.length > 0 ? { assetIds } : {}), ...(movementId === undefined ? {} : { movementId }) };
  const creation = creationBy(tenant, links);
  const { ticketId } = creation;
  const workflowId = ticketWorkflowId(tenant.id, ticketId);
  if (more.continueAfter !== undefined) {
    const input = { tenantId: tenant.id, ticketId, create: creation, attempt: 'first', ...more };
    const args = [{ ...input, generation: 2 }];
    await product.client.workflow.start('ticket', { workflowId, taskQueue: product.taskQueue, args });
  }
  await product.gateway.create(creation);
  const until = (is: (report: Report) => boolean) => eventually(async () => is(await reportOf(product, workflowId)));
  return {
    ticketId,
    workflowId,
    send: (...command: Parameters<typeof commandBy>) =>
      product.gateway.send(tenant.id, ticketId, commandBy(...command)),
    atVersion: (version: number) => until((report) => report.ticket?.version === version),
  };
}

function reportOf(product: Product, workflowId: string) {
  return product.client.workflow.getHandle(workflowId).query(ticketQuery);
}

async function continued(product: Product, tenant: TestTenant) {
  const ticket = await aTicket(product, tenant, { continueAfter: 2 });
  const handle = product.client.workflow.getHandle(ticket.workflowId);
  const firstRun = (await handle.describe()).runId;
  await ticket.send(tenant.agent, { kind: 'assign', to: tenant.agent.id });
  await ticket.send(tenant.agent, { kind: 'comment', visibility: 'external', body: 'On our way.' });
  await eventually(async () => (await handle.describe()).runId !== firstRun);
  return { ...ticket, firstRun };
}

/** A run as earlier releases started it, which continues as one of today. */
async function retired(product: Product, tenant: TestTenant) {
  const creation = creationBy(tenant);
  const { ticketId } = creation;
  const workflowId = ticketWorkflowId(tenant.id, ticketId);
  const args = [{ tenantId: tenant.id, ticketId, create: creation, attempt: 'first' }];
  const handle = await product.client.workflow.start('ticket', { workflowId, taskQueue: product.taskQueue, args });
  const send = (...command: Parameters<typeof commandBy>) =>
    product.gateway.send(tenant.id, ticketId, commandBy(...command));
  await eventually(async () => (await handle.describe()).runId !== handle.firstExecutionRunId);
  return { workflowId, firstRun: handle.firstExecutionRunId, send };
}

async function refresh(product: Product): Promise<string> {
  const workflowId = `refresh-${randomUUID()}`;
  await product.client.workflow.execute('refresh', { workflowId, taskQueue: product.taskQueue });
  return workflowId;
}
