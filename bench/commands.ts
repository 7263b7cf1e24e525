import { type Acts, actsOf } from './acts.ts';
import type { Floor } from './floor/start.ts';
import type { Round, Side } from './measure.ts';
import type { BenchPeople } from './people.ts';
import type { Setting } from './setting.ts';
import type { Results } from './trials.ts';

/** What agents do with a ticket, in an order that its status permits. */
export const changes = [
  ['status change', 'start'],
  ['reply', 'reply'],
  ['internal note', 'note'],
  ['assign', 'assign'],
] as const satisfies readonly (readonly [name: string, act: keyof Acts])[];

/** New tickets and one change of each kind for every one of them, each next to its floor. `named` gives the name of a row. */
export async function measureCommands(
  { setting, floor, results }: Readonly<{ setting: Setting; floor: Floor; results: Results }>,
  people: BenchPeople,
  round: Round,
  named: (name: string) => string,
): Promise<void> {
  const acts = actsOf(setting, people);
  const numbers: string[] = [];
  const rows: string[] = [];
  const product = (work: Side['work']): Side => ({ work, settled: setting.mailIsOut, core: setting.core });
  const below = (work: Side['work']): Side => ({ work, core: floor.core });
  await results.run({
    name: named('create'),
    round,
    product: product(async (place) => (numbers[place] = await acts.create(place))),
    floor: below(async (place) => (rows[place] = await floor.create())),
  });
  for (const [name, act] of changes) {
    await results.run({
      name: named(name),
      round,
      product: product((place) => acts[act](place, numbers[place] ?? '')),
      floor: below((place) => floor.change(rows[place] ?? '')),
    });
  }
}
