import { parseArgs } from 'node:util';

/** What to measure, and where to write the rows as JSON beside the printed table. */
export type BenchArguments = Readonly<{ quick: boolean; growth: boolean; json: string | null }>;

/**
 * Reads what stands behind `npm run bench --`: `--quick` for small numbers (two minutes at most), `--growth` for cost
 * against size instead of against the floor, `--json FILE`.
 * @throws TypeError for anything else
 */
export function readArguments(given: readonly string[]): BenchArguments {
  const { values } = parseArgs({
    args: [...given],
    options: {
      quick: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  return { quick: values.quick, growth: values.growth, json: values.json ?? null };
}

/** How much is measured. `many` operations are spread over 20 clients, `few` come from one client after another. */
export type Sizes = Readonly<{
  rounds: number;
  many: number;
  few: number;
  /** So many pages are read for each command: they are over sooner. */
  reads: number;
  oldTickets: number;
  /** Tickets that one tenant files while another one's waits are measured. */
  flood: number;
}>;

export const fullSizes: Sizes = { rounds: 3, many: 400, few: 60, reads: 3, oldTickets: 10_000, flood: 2_000 };

export const quickSizes: Sizes = { rounds: 3, many: 30, few: 5, reads: 4, oldTickets: 10_000, flood: 60 };

/** How large what is measured grows. `comparedWith` is the number of tickets that longer queues are compared with. */
export type GrowthSizes = Readonly<{
  tickets: readonly number[];
  comparedWith: number;
  comments: readonly [number, ...number[]];
  /** Tickets with a running workflow. */
  workflows: readonly [number, ...number[]];
  rounds: number;
  /** Pages and commands of each size in a round. */
  reads: number;
  writes: number;
}>;

export const fullGrowth: GrowthSizes = {
  tickets: [1_000, 10_000, 100_000, 1_000_000],
  comparedWith: 10_000,
  comments: [10, 100, 1_000],
  workflows: [1_000, 5_000, 20_000],
  rounds: 3,
  reads: 40,
  writes: 20,
};

export const quickGrowth: GrowthSizes = {
  tickets: [1_000, 10_000, 40_000],
  comparedWith: 10_000,
  comments: [10, 300],
  workflows: [100, 500],
  rounds: 3,
  reads: 10,
  writes: 5,
};
