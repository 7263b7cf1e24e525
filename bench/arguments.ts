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
  oldTickets: number;
  /** Tickets that one tenant files while another one's waits are measured. */
  flood: number;
}>;

export const fullSizes: Sizes = { rounds: 3, many: 400, few: 60, oldTickets: 10_000, flood: 2_000 };

export const quickSizes: Sizes = { rounds: 3, many: 40, few: 10, oldTickets: 10_000, flood: 100 };
