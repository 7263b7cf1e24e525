import { randomUUID } from 'node:crypto';
import { releaseWorkflowId } from '../../src/temporal/names.ts';
import { limitTo, removeAgent } from '../support/agents.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, type TestTenant } from '../support/product.ts';
import type { Run } from './run.ts';

/** The paths through the workflows that work beside the tickets. */
export const backgroundPaths: Readonly<Record<string, (product: Product, tenant: TestTenant) => Promise<Run>>> = {
  'outbox-up-to-continue-as-new': (product) => outboxInTwoRuns(product),

  'outbox-after-continue-as-new': async (product) => {
    const { workflowId } = await outboxInTwoRuns(product);
    const stretched = () => product.client.workflow.getHandle(workflowId).fetchHistory();
    await eventually(async () => ((await stretched()).events?.length ?? 0) > 4);
    return { workflowId };
  },

  release: async (product, tenant) => {
    await leaveTickets(product, tenant);
    await product.operations.releaseTickets(tenant.id);
    const workflowId = releaseWorkflowId(tenant.id);
    await product.client.workflow.getHandle(workflowId).result();
    return { workflowId };
  },

  'release-up-to-continue-as-new': async (product, tenant) => releaseInTwoRuns(product, tenant),

  'release-after-continue-as-new': async (product, tenant) => {
    const { workflowId } = await releaseInTwoRuns(product, tenant);
    return { workflowId };
  },

  'quota-audit-up-to-continue-as-new': (product, tenant) => auditInTwoRuns(product, tenant),

  'quota-audit-after-continue-as-new': async (product, tenant) => {
    const { workflowId } = await auditInTwoRuns(product, tenant);
    return { workflowId };
  },
};

async function outboxInTwoRuns({ client, taskQueue }: Product): Promise<Run> {
  const workflowId = `outbox-${randomUUID()}`;
  const handle = await client.workflow.start('outbox', { workflowId, taskQueue, args: [{ continueAfter: 1 }] });
  const isOver = async (): Promise<boolean> => (await handle.describe()).runId !== handle.firstExecutionRunId;
  await eventually(isOver, { timeoutMs: 90_000 });
  return { workflowId, runId: handle.firstExecutionRunId };
}

async function leaveTickets(product: Product, tenant: TestTenant): Promise<void> {
  for (let place = 0; place < 3; place += 1) {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await product.gateway.send(tenant.id, ticketId, start);
  }
  await removeAgent(product, tenant.id, tenant.agent.id);
}

async function releaseInTwoRuns(product: Product, tenant: TestTenant): Promise<Run> {
  await leaveTickets(product, tenant);
  return inTwoRuns(product, 'release', { tenantId: tenant.id, continueAfter: 1 });
}

async function auditInTwoRuns(product: Product, tenant: TestTenant): Promise<Run> {
  await limitTo(product, tenant.id, { maxAgents: 1 });
  for (let place = 0; place < 100; place += 1) await product.tenant();
  return inTwoRuns(product, 'quotaAudit', { continueAfter: 1 });
}

async function inTwoRuns(product: Product, type: string, input: object): Promise<Run> {
  const workflowId = `${type}-${randomUUID()}`;
  const { taskQueue } = product;
  const handle = await product.client.workflow.start(type, { workflowId, taskQueue, args: [input] });
  await handle.result();
  return { workflowId, runId: handle.firstExecutionRunId };
}
