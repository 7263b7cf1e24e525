import { setTimeout as sleep } from 'node:timers/promises';
import { inTenant } from '../src/db/in-tenant.ts';
import { isFinal, statuses } from '../src/domain/status.ts';
import { productTaskQueue, ticketWorkflowId } from '../src/temporal/names.ts';
import { startFromRows } from '../src/temporal/start-ticket.ts';
import { actsOf } from './acts.ts';
import type { GrowthSizes } from './arguments.ts';
import { Costs } from './costs.ts';
import type { Growth } from './growth-reads.ts';
import { timesOf } from './measure.ts';
import { createBenchPeople } from './people.ts';
import { memoryOf } from './memory.ts';
import type { Row } from './rows.ts';
import { analyse, type Setting } from './setting.ts';

/** Of seven old tickets three are active. */
const oldTicketsFor = (active: number): number => Math.ceil(active / 3) * 7;

type ActiveTicket = Readonly<{ id: string; number: string }>;

/** What a reply takes, and how much memory the worker has in use, while ever more tickets have a running workflow. */
export async function measureManyWorkflows(
  setting: Setting,
  { workflows, rounds, writes }: GrowthSizes,
  say: (line: string) => void,
): Promise<Growth> {
  const most = Math.max(...workflows);
  const people = await createBenchPeople(setting.orm, {
    slug: 'bench-workflows',
    oldTickets: oldTicketsFor(most),
    notices: false,
  });
  await analyse(setting);
  const tickets = await activeTickets(setting, people.tenantId, most);
  const acts = actsOf(setting, people);
  const costs = new Costs('open tickets', workflows[0]);
  const memory: Row[] = [];
  let started = 0;
  for (const size of workflows) {
    say(`Starting workflows up to ${size.toLocaleString('en')}.`);
    await startWorkflows(setting, people.tenantId, tickets.slice(started, size));
    started = size;
    for (let round = 0; round <= rounds; round += 1) {
      // Each ticket has one reply.
      const numberOf = (place: number): string => tickets[size - 1 - round * writes - place]?.number ?? '';
      const work = (place: number): Promise<void> => acts.reply(place, numberOf(place));
      await costs.measure('reply', size, round > 0, { work, count: writes });
    }
    memory.push(...memoryOf(setting, `, ${size.toLocaleString('en')} open tickets`));
  }
  const { rows, lines } = costs.growth();
  return { rows: [...rows, ...memory], lines };
}

function activeTickets({ orm }: Setting, tenantId: string, atMost: number): Promise<ActiveTicket[]> {
  const active = statuses.filter((status) => !isFinal(status));
  return inTenant(orm, tenantId, (em) =>
    em.execute<ActiveTicket[]>('select id, number from ticket where status = any(?) order by number limit ?', [
      `{${active.join(',')}}`,
      atMost,
    ]),
  );
}

/** How many of the workflows started last are looked at: several in each partition of the task queue. */
const lastStarted = 40;

/** How many events a workflow has once the worker has carried out its first task. */
const eventsOfFirstTask = 4;

/** Starts the workflows and waits until the worker has taken up the last of them: it is slower than their starter. */
async function startWorkflows({ client }: Setting, tenantId: string, tickets: readonly ActiveTicket[]): Promise<void> {
  const tools = { client, taskQueue: productTaskQueue };
  const work = (place: number): Promise<void> => startFromRows(tools, { tenantId, ticketId: tickets[place]?.id ?? '' });
  await timesOf(work, { clients: 20, count: tickets.length });
  for (const { id } of tickets.slice(-lastStarted)) {
    const workflow = client.workflow.getHandle(ticketWorkflowId(tenantId, id));
    while ((await workflow.describe()).historyLength < eventsOfFirstTask) await sleep(100);
  }
}
