import { parseArgs } from 'node:util';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { createTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { endServers } from '../support/running-servers.ts';
import startServers from '../support/start-servers.ts';
import { keepWorkersQuiet } from '../support/temporal.ts';
import { hammer, type Hammering, type Writers } from './hot-ticket.ts';

/**
 * Hammers tickets for some minutes, in turn in each of the ways below, and prints what came of each round. A round in which
 * a command is lost or doubled, or a history that does not replay, ends it with exit code 1. Temporal's limit of updates in
 * flight is 10, as on any server.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' } } });
const until = Date.now() + Number(values.minutes) * 60_000;

const ways: readonly Hammering[] = [
  { processes: 2, writers: 50, commands: 1000 },
  { processes: 2, writers: 20, commands: 300, kill: true },
  { processes: 20, writers: 20, commands: 300 },
  { processes: 20, writers: 40, commands: 300, kill: true },
];

keepWorkersQuiet();
await startServers();
let rounds = 0;
try {
  for (let turn = 0; Date.now() < until; turn += 1) await roundsWith(turn % 2 === 0 ? '1000' : '0');
  console.log(`${rounds} rounds: nothing lost, nothing doubled, every history replays, no ticket stands still.`);
} finally {
  await endServers();
}

/** One round of each way, with a worker that keeps so many workflows in memory. */
async function roundsWith(cached: string): Promise<void> {
  const worker = new URL('worker.ts', import.meta.url);
  const system = await startSystem({ worker, env: { CACHED_WORKFLOWS: cached, LOG_LEVEL: 'error' } });
  try {
    for (const way of ways) {
      if (Date.now() >= until) return;
      const { p50, p99, seconds, refusals } = await hammer(system, await writersOf(system), way);
      rounds += 1;
      const figures = { cached, ...way, p50: Math.round(p50), p99: Math.round(p99), seconds, refusals };
      console.log(JSON.stringify(figures));
    }
  } finally {
    await system.stop();
  }
}

async function writersOf(system: System): Promise<Writers> {
  const { id: tenantId, people } = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  return {
    tenantId,
    agent: { kind: 'user', id: people.agnes.userId, permissions: agentPermissions },
    reporter: { kind: 'user', id: people.rita.userId, permissions: ['tickets:create'] },
  };
}
