import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { eventually } from '../support/eventually.ts';
import { createTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { hammer, type Writers } from './hot-ticket.ts';

let system: System;
let who: Writers;

beforeAll(async () => {
  // No workflow is kept in memory: each task replays the ticket from its beginning.
  system = await startSystem({ worker: new URL('worker.ts', import.meta.url), env: { CACHED_WORKFLOWS: '0' } });
  const tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  const { rita, agnes } = tenant.people;
  who = {
    tenantId: tenant.id,
    agent: { kind: 'user', id: agnes.userId, permissions: agentPermissions },
    reporter: { kind: 'user', id: rita.userId, permissions: ['tickets:create'] },
  };
}, 120_000);

afterAll(() => system?.stop(), 60_000);

describe('a ticket on which many write at once', () => {
  it('answers all of them, from two processes: nothing is lost or doubled, and its history replays', async () => {
    const { p99, refusals } = await hammer(system, who, { processes: 2, writers: 30, commands: 300 });
    expect(refusals).toBe(0);
    expect(p99).toBeLessThan(10_000);
  }, 120_000);

  it('does so also from more processes than Temporal takes updates at a time, and with its worker killed', async () => {
    await hammer(system, who, { processes: 20, writers: 20, commands: 150, kill: true });
    await eventually(async () => (await system.refresh()).reminded === 0);
  }, 180_000);
});
