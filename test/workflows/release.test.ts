import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Context } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { ticketsToRelease } from '../../src/db/upkeep/releases.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { makeAgent } from '../../src/host/permissions/groups.ts';
import { releaseWorkflowId, ticketWorkflowId } from '../../src/temporal/names.ts';
import { removeAgent } from '../support/agents.ts';
import { eventually } from '../support/eventually.ts';
import {
  commandBy,
  creationBy,
  type Product,
  startProduct,
  type TestTenant,
  testSecret,
  withoutMail,
} from '../support/product.ts';
import { refusalOf } from '../support/refusals.ts';
import { expectSound } from '../support/soundness.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
});
afterAll(() => product.stop());

/** So many tickets that the agent is working on, made side by side. */
async function ticketsOf(tenant: TestTenant, agent: Actor, count: number): Promise<string[]> {
  const made: string[] = [];
  let begun = 0;
  const make = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      const { ticketId } = await product.gateway.create(creationBy(tenant));
      await product.gateway.send(tenant.id, ticketId, commandBy(agent, { kind: 'set_status', to: 'in_progress' }));
      made.push(ticketId);
    }
  };
  await Promise.all(Array.from({ length: 8 }, make));
  return made;
}

const rowsOf = (tenant: TestTenant) => inTenant(product.orm, tenant.id, (em) => em.find(TicketEntity, {}));

/** The events that the system made for a former agent, by ticket. */
async function releasesOf(tenant: TestTenant): Promise<Map<string, number>> {
  const events = await inTenant(product.orm, tenant.id, (em) =>
    em.find(EventEntity, { actorKind: 'system', actorId: 'agent_removed' }),
  );
  const counts = new Map<string, number>();
  for (const { ticketId, fact } of events) {
    expect(fact).toMatchObject({ type: 'assigned', to: null });
    counts.set(ticketId, (counts.get(ticketId) ?? 0) + 1);
  }
  return counts;
}

const left = (tenant: TestTenant) =>
  inTenant(product.orm, tenant.id, (em) => ticketsToRelease(em, { after: null, atMost: 1000 }));

const askedFor = (tenant: TestTenant) =>
  inTenant(product.orm, tenant.id, (em) => em.execute('select 1 from agent_release'));

const released = (tenant: TestTenant) =>
  product.client.workflow.getHandle(releaseWorkflowId(tenant.id)).result() as Promise<{ signals: number }>;

describe('an agent who is removed (R6)', () => {
  it('is taken off all of 120 tickets, which go back to the queue, each with one event in its history', async () => {
    const tenant = await product.tenant(withoutMail);
    const ids = await ticketsOf(tenant, tenant.agent, 120);
    const [kept] = await ticketsOf(tenant, tenant.otherAgent, 1);
    const [closed, resolved] = ids;
    const send = (ticketId: string | undefined, to: 'resolved' | 'cancelled') =>
      product.gateway.send(tenant.id, ticketId ?? '', commandBy(tenant.agent, { kind: 'set_status', to }));
    await send(resolved, 'resolved');

    const { tickets } = await removeAgent(product, tenant.id, tenant.agent.id);
    expect(tickets).toBe(120);
    await send(closed, 'cancelled');
    await product.operations.releaseTickets(tenant.id);
    await released(tenant);

    const rows = await rowsOf(tenant);
    const assignees = new Map(rows.map((row) => [row.id, row.assigneeId]));
    expect(assignees.get(kept ?? '')).toBe(tenant.otherAgent.id);
    expect(assignees.get(closed ?? '')).toBe(tenant.agent.id);
    const active = ids.filter((id) => id !== closed);
    expect(active.filter((id) => assignees.get(id) !== null)).toEqual([]);
    expect(rows.find((row) => row.id === resolved)).toMatchObject({ status: 'resolved' });
    expect(await releasesOf(tenant)).toEqual(new Map(active.map((id) => [id, 1])));
    expect(await askedFor(tenant)).toEqual([]);
    for (const id of [kept, closed, resolved, ids.at(-1)]) {
      await expectSound(product.orm, tenant.id, id ?? '', testSecret);
    }
  }, 120_000);

  it('is taken off also when the worker ends in the middle, over several runs of the workflow', async () => {
    const tenant = await product.tenant(withoutMail);
    const ids = await ticketsOf(tenant, tenant.agent, 60);
    await product.endWorkers();
    await removeAgent(product, tenant.id, tenant.agent.id);

    let pages = 0;
    const second = Promise.withResolvers<void>();
    await product.work({
      releaseSome: async (page) => {
        pages += 1;
        if (pages === 1) return product.activities.releaseSome(page);
        second.resolve();
        return Context.current().cancelled;
      },
    });
    await product.client.workflow.start('release', {
      workflowId: releaseWorkflowId(tenant.id),
      taskQueue: product.taskQueue,
      args: [{ tenantId: tenant.id, continueAfter: 1 }],
    });
    await second.promise;
    await product.endWorkers();
    expect((await left(tenant)).length).toBeGreaterThanOrEqual(10);

    await product.work();
    await released(tenant);
    expect(await left(tenant)).toEqual([]);
    expect(await releasesOf(tenant)).toEqual(new Map(ids.map((id) => [id, 1])));
  }, 120_000);

  it('keeps what is left when made an agent again meanwhile, and loses it when removed once more', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    const ids = await ticketsOf(tenant, tenant.agent, 3);
    const settled = () => eventually(async () => (await rowsOf(tenant)).every((row) => row.version === 2));
    await settled();
    await product.endWorkers();
    await removeAgent(product, tenant.id, tenant.agent.id);
    // The tickets are told, and somebody thinks better of it before their workflows come to it.
    const page = { tenantId: tenant.id, after: null };
    const told = await new MockActivityEnvironment().run(product.activities.releaseSome, page);
    expect(told).toMatchObject({ found: 3, failed: 0, next: null });
    await inTenant(product.orm, tenant.id, (em) => makeAgent(em, tenant.id, tenant.agent.id));
    await product.work();
    await product.operations.releaseTickets(tenant.id);
    await released(tenant);
    const note = commandBy(tenant.otherAgent, { kind: 'comment', visibility: 'internal', body: 'After the signal' });
    await product.gateway.send(tenant.id, ids[0] ?? '', note);
    expect((await rowsOf(tenant)).map((row) => row.assigneeId)).toEqual(ids.map(() => tenant.agent.id));
    expect(await releasesOf(tenant)).toEqual(new Map());

    await removeAgent(product, tenant.id, tenant.agent.id);
    await product.operations.releaseTickets(tenant.id);
    await released(tenant);
    expect((await rowsOf(tenant)).map((row) => row.assigneeId)).toEqual([null, null, null]);
    for (const id of ids) await expectSound(product.orm, tenant.id, id, testSecret);
  });

  it('leaves alone what somebody else has taken over meanwhile', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    const [ticketId = ''] = await ticketsOf(tenant, tenant.agent, 1);
    await product.endWorkers();
    await removeAgent(product, tenant.id, tenant.agent.id);
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await handle.signal('command', commandBy(tenant.otherAgent, { kind: 'assign', to: tenant.otherAgent.id }));
    await new MockActivityEnvironment().run(product.activities.releaseSome, { tenantId: tenant.id, after: null });
    await product.work();
    await product.operations.releaseTickets(tenant.id);
    await released(tenant);
    const { row, events } = await expectSound(product.orm, tenant.id, ticketId, testSecret);
    expect(row).toMatchObject({ assigneeId: tenant.otherAgent.id, status: 'in_progress' });
    expect(events.filter((event) => event.actorKind === 'system')).toEqual([]);
  });

  it('is taken off a ticket that has lost its workflow', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    const [ticketId = ''] = await ticketsOf(tenant, tenant.agent, 1);
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).terminate('lost, for a test');
    await removeAgent(product, tenant.id, tenant.agent.id);
    await product.operations.releaseTickets(tenant.id);
    await released(tenant);
    expect(await releasesOf(tenant)).toEqual(new Map([[ticketId, 1]]));
  });

  it('is taken off by the refresh when nobody could set it going, and operators see how far it is', async () => {
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    const ids = await ticketsOf(tenant, tenant.agent, 2);
    await removeAgent(product, tenant.id, tenant.agent.id);
    const { taskQueue } = product;
    const result = await product.client.workflow.execute('refresh', { workflowId: `refresh-${taskQueue}`, taskQueue });
    expect(result).toMatchObject({ releases: 1, failed: 0 });
    await released(tenant);
    expect(await releasesOf(tenant)).toEqual(new Map(ids.map((id) => [id, 1])));
    const handle = product.client.workflow.getHandle(releaseWorkflowId(tenant.id));
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('2 signals in all');
  });
});

describe('whoever is assigned a ticket while tickets:manage is taken from them', () => {
  it('is no assignee afterwards, in 30 rounds at once', async () => {
    // Each in a tenant of its own, so that none is put right by the release of another.
    const rounds = await Promise.all(
      Array.from({ length: 30 }, async () => {
        const tenant = await product.tenant(withoutMail);
        return { tenant, ticketId: (await product.gateway.create(creationBy(tenant))).ticketId };
      }),
    );
    const remove = async (tenant: TestTenant): Promise<void> => {
      const { tickets } = await removeAgent(product, tenant.id, tenant.agent.id);
      if (tickets > 0) await product.operations.releaseTickets(tenant.id);
    };
    const removals: Promise<void>[] = [];
    await product.endWorkers();
    await product.work({
      // Each removal begins with the transaction that assigns, or some round trips later: one before, one after it.
      saveCommands: async (request) => {
        const place = rounds.findIndex(({ ticketId }) => ticketId === request.ticketId);
        const round = rounds[place];
        const events = request.commands.flatMap((command) => command.events);
        const assigns = events.some((event) => event.type === 'assigned' && event.to !== null);
        if (round === undefined || !assigns) return product.activities.saveCommands(request);
        if (place === 0) await remove(round.tenant);
        const saving = product.activities.saveCommands(request);
        if (place === 29) await saving;
        for (let trip = 0; trip < place % 10; trip += 1) await product.orm.em.fork().execute('select 1');
        removals.push(remove(round.tenant));
        return saving;
      },
    });
    const outcomes = await Promise.all(
      rounds.map(({ tenant, ticketId }) => {
        const assign = commandBy(tenant.otherAgent, { kind: 'assign', to: tenant.agent.id });
        return refusalOf(product.gateway.send(tenant.id, ticketId, assign));
      }),
    );
    await Promise.all(removals);
    expect(new Set(outcomes)).toEqual(new Set(['accepted', 'assignee_not_agent']));
    for (const { tenant, ticketId } of rounds) {
      await eventually(async () => (await askedFor(tenant)).length === 0, { timeoutMs: 30_000 });
      expect(await left(tenant)).toEqual([]);
      const { row } = await expectSound(product.orm, tenant.id, ticketId, testSecret);
      expect(row.assigneeId).toBeNull();
    }
  }, 120_000);
});
