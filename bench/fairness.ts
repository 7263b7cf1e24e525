import { type Acts, actsOf } from './acts.ts';
import { timesOf } from './measure.ts';
import { quantile } from './numbers.ts';
import { type BenchPeople, createBenchPeople } from './people.ts';
import { judge, type Row } from './rows.ts';
import { expectEveryMail, type Setting } from './setting.ts';

/** What one tenant's people wait, in ms, by what they do. */
type Waits = Readonly<{ create: number[]; queue: number[] }>;

/** How often the waiting tenant does each of its two things, at most, while it is quiet. */
const mostQuiet = 100;

/** What another tenant waits while one files `flood` tickets, against what it waits when it is alone: p95. */
export async function measureFairness(setting: Setting, other: BenchPeople, flood: number): Promise<Row[]> {
  const many = await createBenchPeople(setting.orm, { slug: 'bench-flood', reporters: 100 });
  const acts = actsOf(setting, other);
  const quiet = await waitsOf(acts, Math.min(flood, mostQuiet), () => false);
  await setting.mailIsOut();

  const flooding = { over: false };
  const floodActs = actsOf(setting, many);
  const filed = timesOf((place) => floodActs.create(place), { clients: 20, count: flood }).finally(
    () => (flooding.over = true),
  );
  const meanwhile = await waitsOf(acts, Infinity, () => flooding.over);
  await filed;
  await setting.mailIsOut();
  await expectEveryMail(setting, many.tenantId);

  const row = (name: string, waits: readonly number[], floor: readonly number[]): Row =>
    judge({
      name,
      clients: 1,
      metric: 'p95',
      unit: 'ms',
      value: quantile(waits, 0.95),
      floor: quantile(floor, 0.95),
    });
  return [
    row('create meanwhile', meanwhile.create, quiet.create),
    row('queue page meanwhile', meanwhile.queue, quiet.queue),
  ];
}

/** One person files a ticket, looks at the queue, files the next one, until it is enough or `over`. */
async function waitsOf(acts: Acts, atMost: number, over: () => boolean): Promise<Waits> {
  const waits: Waits = { create: [], queue: [] };
  const timed = async (times: number[], work: () => Promise<unknown>): Promise<void> => {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  };
  for (let place = 0; place < atMost && !over(); place += 1) {
    await timed(waits.create, () => acts.create(place));
    await timed(waits.queue, () => acts.open(place, '/tickets?view=all'));
  }
  return waits;
}
