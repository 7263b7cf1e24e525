import { inTenant } from '../src/db/in-tenant.ts';
import { actsOf } from './acts.ts';
import type { GrowthSizes } from './arguments.ts';
import { Costs } from './costs.ts';
import type { Line } from './chart.ts';
import { createBenchPeople } from './people.ts';
import { writeReplies } from './replies.ts';
import type { Row } from './rows.ts';
import { analyse, type Setting } from './setting.ts';

/** What was measured: rows of each size against the size named first, and lines for the chart. */
export type Growth = Readonly<{ rows: Row[]; lines: Line[] }>;

/** Lists that an agent opens; each page has the counts of all views too. */
const lists = [
  ['queue page', '/tickets?view=all'],
  ['queue of open tickets', '/tickets'],
] as const;

/** The queue of tenants that have ever more tickets, against the one with `comparedWith` of them. */
export async function measureLongQueues(
  setting: Setting,
  { tickets, comparedWith, rounds, reads }: GrowthSizes,
  say: (line: string) => void,
): Promise<Growth> {
  const costs = new Costs('tickets', comparedWith);
  const tenants = [];
  for (const size of tickets) {
    say(`Writing ${size.toLocaleString('en')} tickets.`);
    const people = await createBenchPeople(setting.orm, { slug: `bench-${size}`, oldTickets: size });
    tenants.push({ size, acts: actsOf(setting, people) });
  }
  await analyse(setting);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, path] of lists) {
      for (const { size, acts } of tenants) {
        const work = (): Promise<void> => acts.open(0, path);
        // Round 0 warms up what the others measure.
        await costs.measure(name, size, round > 0, { work, count: reads });
      }
    }
  }
  return costs.growth();
}

/** A ticket's page, and one more reply on it, where it has ever more comments. */
export async function measureLongTickets(
  setting: Setting,
  { comments, rounds, reads, writes }: GrowthSizes,
): Promise<Growth> {
  const costs = new Costs('comments', comments[0]);
  const people = await createBenchPeople(setting.orm, {
    slug: 'bench-comments',
    oldTickets: 7 * comments.length,
    notices: false,
  });
  const acts = actsOf(setting, people);
  const body = 'We have looked into it once more. It is the same part as last time, and the new one is on its way.';
  const tickets = [];
  for (const [place, size] of comments.entries()) {
    // Every seventh one is in progress.
    const number = `TKT-${String(7 * place + 1).padStart(6, '0')}`;
    const agentId = people.agents[0].id;
    await inTenant(setting.orm, people.tenantId, (em) => writeReplies(em, { number, agentId, replies: size, body }));
    tickets.push({ size, number });
  }
  await analyse(setting);
  for (let round = 0; round <= rounds; round += 1) {
    for (const { size, number } of tickets) {
      const open = (): Promise<void> => acts.open(0, `/tickets/${number}`);
      await costs.measure('ticket page', size, round > 0, { work: open, count: reads });
      await costs.measure('reply', size, round > 0, { work: () => acts.reply(0, number), count: writes });
    }
  }
  return costs.growth();
}
