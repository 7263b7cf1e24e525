import { inTenant } from '../src/db/in-tenant.ts';
import { ticketWorkflowId } from '../src/temporal/names.ts';
import { actsOf } from './acts.ts';
import { changes } from './commands.ts';
import { floorWorkflowId } from './floor/names.ts';
import type { Floor } from './floor/start.ts';
import type { BenchPeople } from './people.ts';
import { judge, type Row } from './rows.ts';
import type { Setting } from './setting.ts';

type History = Readonly<{ events: number; bytes: number }>;

/** The ordinary story of a ticket: created, assigned, two comments, resolved, closed. The longer it is the dearer is each replay. */
const story = ['assign', 'reply', 'note', 'resolve', 'close'] as const;

/** How many events and bytes each command adds to its workflow's history, and how many the ordinary story has in all. */
export async function measureHistories(setting: Setting, floor: Floor, people: BenchPeople): Promise<Row[]> {
  const acts = actsOf(setting, people);
  const grown = async (number: string, work: () => Promise<unknown>): Promise<History> => {
    const id = await workflowOf(setting, people.tenantId, number);
    const before = await historyOf(setting, id);
    await work();
    return minus(await historyOf(setting, id), before);
  };

  const number = await acts.create(0);
  await setting.mailIsOut();
  const created = await historyOf(setting, await workflowOf(setting, people.tenantId, number));
  const row = await floor.create();
  const floorCreated = await historyOf(setting, floorWorkflowId(row));
  await floor.change(row);
  const floorChanged = minus(await historyOf(setting, floorWorkflowId(row)), floorCreated);
  const rows = rowsOf('create', created, floorCreated);
  for (const [name, act] of changes) {
    const added = await grown(number, async () => {
      await acts[act](0, number);
      await setting.mailIsOut();
    });
    rows.push(...rowsOf(name, added, floorChanged));
  }

  const told = await acts.create(1);
  for (const act of story) await acts[act](1, told);
  await setting.mailIsOut();
  const whole = await historyOf(setting, await workflowOf(setting, people.tenantId, told));
  return [...rows, ...rowsOf('ordinary story', whole, null)];
}

function rowsOf(name: string, { events, bytes }: History, floor: History | null): Row[] {
  return [
    judge({ name, clients: 1, metric: 'events', value: events, unit: 'events', floor: floor?.events ?? null }),
    judge({ name, clients: 1, metric: 'bytes', value: bytes, unit: 'bytes', floor: floor?.bytes ?? null }),
  ];
}

async function historyOf({ client }: Setting, workflowId: string): Promise<History> {
  const { historyLength, historySize = 0 } = await client.workflow.getHandle(workflowId).describe();
  return { events: historyLength, bytes: historySize };
}

function minus(after: History, before: History): History {
  return { events: after.events - before.events, bytes: after.bytes - before.bytes };
}

async function workflowOf({ orm }: Setting, tenantId: string, number: string): Promise<string> {
  const [row] = await inTenant(orm, tenantId, (em) =>
    em.execute<{ id: string }[]>('select id from ticket where number = ?', [number]),
  );
  return ticketWorkflowId(tenantId, row?.id ?? '');
}
