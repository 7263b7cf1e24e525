import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity } from '../../src/db/ticket-entities.ts';
import { countFailing, reportStuck, stuckTickets } from '../../src/db/upkeep/stuck-tickets.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { runningWorkflow } from '../../src/temporal/pending-task.ts';
import { eventually } from '../support/eventually.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant, testSecret } from '../support/product.ts';
import { expectSound } from '../support/soundness.ts';
import { temporalForTests } from '../support/temporal.ts';

let product: Product;
let tenant: TestTenant;
/** How far the product's clock is ahead of ours, in ms. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  product = await startProduct({ deadlineMs: 3_000, now: () => new Date(Date.now() + ahead) });
  tenant = await product.tenant();
});

afterEach(() => product.stop());

const note = (body: string) => commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body });
const workflowOf = (ticketId: string) => product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
const alerts = () => inTenant(product.orm, tenant.id, (em) => em.find(AlertEntity, {}));
const stuck = () => stuckTickets(product.orm, { healedSince: new Date(Date.now() - 3_600_000), atMost: 100 });
const events = (ticketId: string) =>
  inTenant(product.orm, tenant.id, (em) => em.find(EventEntity, { ticketId }, { orderBy: { sequence: 'asc' } }));

const refresh = (): Promise<{ healed: number; held: number }> =>
  product.client.workflow.execute('refresh', {
    workflowId: `refresh-${product.taskQueue}`,
    taskQueue: product.taskQueue,
  });

/**
 * Tickets whose workflows can never go on: a first worker has done something else than the code of today would, as a bad
 * release does. The product's worker is back afterwards.
 */
async function frozenTickets(count: number): Promise<string[]> {
  await product.endWorkers();
  const { workflowBundle, namespace, nativeConnection } = temporalForTests();
  const code = await readFile(workflowBundle.codePath, 'utf8');
  const otherwise = code.replaceAll('"saveCommands"', '"saveOtherwise"').replaceAll('saveCommands', 'saveOtherwise');
  expect(otherwise).not.toBe(code);
  const connection = await nativeConnection();
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: product.taskQueue,
    workflowBundle: { code: otherwise },
    activities: { ...product.activities, saveOtherwise: product.activities.saveCommands },
  });
  const ended = worker.run();
  try {
    const created: string[] = [];
    for (let n = 0; n < count; n += 1) created.push((await product.gateway.create(creationBy(tenant))).ticketId);
    return created;
  } finally {
    worker.shutdown();
    await ended;
    await connection.close();
    await product.work();
  }
}

/** Waits until the workflow task of each has failed, and lets more time pass than a task that succeeds may take. */
async function longAfterTheyFailed(ticketIds: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      const running = await Promise.all(
        ticketIds.map((id) => runningWorkflow(product.client, ticketWorkflowId(tenant.id, id))),
      );
      return running.every((each) => (each?.task?.attempt ?? 0) > 1);
    },
    { timeoutMs: 60_000 },
  );
  ahead = 90_000;
}

describe('a ticket whose workflow cannot go on', () => {
  it('is healed: another run takes its rows, with what was signalled; callers lose nothing, and everybody is told', async () => {
    const [ticketId = ''] = await frozenTickets(1);
    const frozen = (await workflowOf(ticketId).describe()).runId;
    const lost = note('Written in vain');
    await expect(product.gateway.send(tenant.id, ticketId, lost)).rejects.toThrow(Unavailable);
    await workflowOf(ticketId).signal('command', note('Signalled meanwhile'));
    await workflowOf(ticketId).signal('command', { operator: 'nora', changes: [{ kind: 'edit', priority: 'high' }] });

    await longAfterTheyFailed([ticketId]);
    await expect(refresh()).resolves.toMatchObject({ healed: 1, held: 0 });
    await product.gateway.send(tenant.id, ticketId, lost);
    await eventually(async () => (await events(ticketId)).length === 5);
    const history = (await events(ticketId)).map(
      ({ type, actorKind, actorId }) => `${type} by ${actorKind} ${actorId}`,
    );
    expect(history.slice(0, 2)).toEqual([
      `created by user ${tenant.reporter.id}`,
      'workflow_restarted by system healing',
    ]);
    expect(history.slice(2).toSorted()).toEqual(
      [
        `comment_added by user ${tenant.agent.id}`,
        `comment_added by user ${tenant.agent.id}`,
        'priority_edited by operator nora',
      ].toSorted(),
    );
    await expectSound(product.orm, tenant.id, ticketId, testSecret);

    const runs = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId), frozen);
    expect((await runs.describe()).status.name).toBe('TERMINATED');
    expect(await stuck()).toMatchObject([{ ticketId, state: 'healed', cause: expect.stringContaining('TMPRL1100') }]);
    expect(await alerts()).toMatchObject([{ kind: 'ticket_healed', period: 'TKT-000001', used: 1 }]);
    await expect(refresh()).resolves.toMatchObject({ healed: 0, held: 0 });
    expect(await countFailing(product.orm)).toBe(0);
  });

  it('keeps what was signalled also where its healing was broken off after the end of the old run', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await product.endWorkers();
    await workflowOf(ticketId).signal('command', note('Signalled in time'));
    await workflowOf(ticketId).terminate('Healed: and then the process died');
    await product.work();
    await product.operations.healTicket(tenant.id, ticketId);
    const history = await eventually(async () => {
      const found = (await events(ticketId)).map(({ type }) => type);
      return found.length === 3 ? found : null;
    });
    expect(history.toSorted()).toEqual(['comment_added', 'created', 'workflow_restarted']);
  });

  it('answers a repeated command from its row, without a working workflow', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const done = note('Carried out');
    await product.gateway.send(tenant.id, ticketId, done);
    await product.endWorkers();
    await expect(product.gateway.send(tenant.id, ticketId, note('In vain'))).rejects.toThrow(Unavailable);
    const began = performance.now();
    await expect(product.gateway.send(tenant.id, ticketId, done)).resolves.toMatchObject({
      version: 2,
      repeated: true,
    });
    expect(performance.now() - began).toBeLessThan(1_000);
    await product.work();
  });

  it('is not healed where more than twenty fail at once: one alert names the build, until somebody heals them', async () => {
    const ticketIds = await frozenTickets(21);
    for (const ticketId of ticketIds) {
      await workflowOf(ticketId).signal('command', note('In vain'));
      await reportStuck(product.orm, { tenantId: tenant.id, ticketId }, new Date());
    }
    await longAfterTheyFailed(ticketIds);
    await expect(refresh()).resolves.toMatchObject({ healed: 0, held: 21 });
    expect(await alerts()).toMatchObject([{ kind: 'tickets_failing', period: 'test', used: 21, closedAt: null }]);
    expect(await countFailing(product.orm)).toBe(21);
    for (const id of ticketIds) expect((await workflowOf(id).describe()).status.name).toBe('RUNNING');
  });
});
