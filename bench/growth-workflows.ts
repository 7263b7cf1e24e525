import { inTenant } from '../src/db/in-tenant.ts';
import { isFinal, statuses } from '../src/domain/status.ts';
import { productTaskQueue } from '../src/temporal/names.ts';
import { startFromRows } from '../src/temporal/start-ticket.ts';
import { actsOf } from './acts.ts';
import type { GrowthSizes } from './arguments.ts';
import { Costs } from './costs.ts';
import { residentMb } from './cpu.ts';
import type { Growth } from './growth-reads.ts';
import { timesOf } from './measure.ts';
import { createBenchPeople } from './people.ts';
import { judge, type Row } from './rows.ts';
import { analyse, type Setting } from './setting.ts';

/** Of seven old tickets three are active. */
const oldTicketsFor = (active: number): number => Math.ceil(active / 3) * 7;

/** What a reply takes, and how much memory the worker has in use, while ever more tickets have a running workflow. */
export async function measureManyWorkflows(
  setting: Setting,
  { workflows, rounds, writes }: GrowthSizes,
  say: (line: string) => void,
): Promise<Growth> {
  const { product, orm, client } = setting;
  const most = Math.max(...workflows);
  const people = await createBenchPeople(orm, {
    slug: 'bench-workflows',
    oldTickets: oldTicketsFor(most),
    notices: false,
  });
  await analyse(setting);
  const tickets = await inTenant(orm, people.tenantId, (em) =>
    em.execute<{ id: string; number: string }[]>(
      `select id, number from ticket where status = any(?) order by number limit ?`,
      [`{${statuses.filter((status) => !isFinal(status)).join(',')}}`, most],
    ),
  );
  const acts = actsOf(setting, people);
  const costs = new Costs('open tickets', workflows[0]);
  const memory: Row[] = [];
  let started = 0;
  for (const size of workflows) {
    say(`Starting workflows up to ${size.toLocaleString('en')}.`);
    const further = tickets.slice(started, size);
    await timesOf(
      (place) =>
        startFromRows(
          { client, taskQueue: productTaskQueue },
          { tenantId: people.tenantId, ticketId: further[place]?.id ?? '' },
        ),
      { clients: 20, count: further.length },
    );
    started = size;
    // The last ones first: a reply is answered when its workflow has begun.
    for (let round = 0; round <= rounds; round += 1) {
      const numberOf = (place: number): string => tickets[Math.max(0, size - 1 - round * writes - place)]?.number ?? '';
      const work = (place: number): Promise<void> => acts.reply(place, numberOf(place));
      await costs.measure('reply', size, round > 0, { work, count: writes });
    }
    for (const [name, pid] of [
      ['worker', product.pids.worker] as const,
      ['temporal', product.pids.temporal] as const,
    ]) {
      const value = pid === null ? null : residentMb(pid);
      if (value === null) continue;
      const named = `${name}, ${size.toLocaleString('en')} open tickets`;
      memory.push(judge({ name: named, clients: 1, metric: 'memory', value, unit: 'MB' }));
    }
  }
  const { rows, lines } = costs.growth();
  return { rows: [...rows, ...memory], lines };
}
