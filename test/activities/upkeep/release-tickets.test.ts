import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { releaseSome } from '../../../activities/upkeep/release-tickets.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import type { Command } from '../../../src/domain/command.ts';
import { ticketWorkflowId } from '../../../src/temporal/names.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';

let orm: Orm;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 2);
});

afterAll(() => orm.close());

/** A tenant in which somebody who is no agent has so many tickets, and one that is finished. */
async function leftTickets(count: number) {
  const tenant = await createTenant(orm, { people: { agnes: { agent: true }, rita: {} } });
  const { agnes, rita } = tenant.people;
  const beginning = { tenantId: tenant.id, reporterId: rita.userId };
  const by = agentActor(rita.userId);
  const start = { by, changes: [{ kind: 'set_status', to: 'in_progress' }] } as const;
  const tickets: string[] = [];
  for (let place = 0; place < count; place += 1) tickets.push((await writeTicket(orm, beginning, [start])).id);
  await writeTicket(orm, beginning, [start, { by, changes: [{ kind: 'set_status', to: 'cancelled' }] }]);
  await writeTicket(orm, beginning, [{ ...start, by: agentActor(agnes.userId) }]);
  await writeTicket(orm, beginning, [start, { by, changes: [{ kind: 'assign', to: null }] }]);
  await writeTicket(orm, beginning);
  return { tenantId: tenant.id, userId: rita.userId, tickets: tickets.toSorted() };
}

/** Runs a page; gives it with what the workflows were signalled, except that which cannot be reached. */
async function page(of: { tenantId: string; after: string | null }, unreachable?: string) {
  const signalled: { workflowId: string; command: Command }[] = [];
  const getHandle = (workflowId: string) => ({
    signal: async (_signal: unknown, command: Command) => {
      if (workflowId === unreachable) throw new Error('Temporal is away');
      signalled.push({ workflowId, command });
    },
  });
  const tools = { orm, client: { workflow: { getHandle } } as unknown as Client, taskQueue: 'none' };
  const result = await new MockActivityEnvironment().run(releaseSome, tools, of);
  return { result: result as Awaited<ReturnType<typeof releaseSome>>, signalled };
}

describe('releaseSome', () => {
  it('goes through the active tickets of former agents in pages of 50, and through no others', async () => {
    const { tenantId, userId, tickets } = await leftTickets(53);
    const first = await page({ tenantId, after: null });
    expect(first.result).toEqual({ found: 50, failed: 0, next: tickets[49], askedAt: null });
    const second = await page({ tenantId, after: first.result.next });
    expect(second.result).toEqual({ found: 3, failed: 0, next: null, askedAt: null });
    const all = [...first.signalled, ...second.signalled];
    expect(all.map(({ workflowId }) => workflowId)).toEqual(tickets.map((id) => ticketWorkflowId(tenantId, id)));
    expect(all[0]?.command).toMatchObject({
      actor: { kind: 'system', name: 'agent_removed' },
      changes: [{ kind: 'release', from: userId }],
    });
  });

  it('makes the same command of the same ticket each time, and another of another ticket', async () => {
    const { tenantId } = await leftTickets(2);
    const first = await page({ tenantId, after: null });
    const again = await page({ tenantId, after: null });
    expect(again.signalled).toEqual(first.signalled);
    expect(new Set(first.signalled.map(({ command }) => command.id)).size).toBe(2);
  });

  it('counts a ticket that cannot be told, and tells the others', async () => {
    const { tenantId, tickets } = await leftTickets(3);
    const { result, signalled } = await page({ tenantId, after: null }, ticketWorkflowId(tenantId, tickets[1] ?? ''));
    expect(result).toMatchObject({ found: 3, failed: 1, next: null });
    expect(signalled.length).toBe(2);
  });
});
