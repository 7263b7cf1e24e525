import { measure, type Round, type Sample, type Side } from './measure.ts';

/** An operation of the product, and the floor under it: what the same engine and database take at least. */
export type Trial = Readonly<{ name: string; round: Round; product: Side; floor: Side | null }>;

/** What the rounds of one trial gave: the samples of product and floor that were taken next to each other. */
export type Result = Readonly<{ name: string; clients: number; pairs: Pair[] }>;

export type Pair = Readonly<{ product: Sample; floor: Sample | null }>;

/** Collects what trials give, round after round, in the order in which they first came. */
export class Results {
  readonly #results = new Map<string, Result>();

  /** Measures the floor, then the product: what else the machine does meanwhile changes slower than that. */
  async run({ name, round, product, floor }: Trial): Promise<void> {
    const below = floor === null ? null : await measure(floor, round);
    const pair = { floor: below, product: await measure(product, round) };
    const key = `${name} ${round.clients}`;
    const known = this.#results.get(key);
    if (known === undefined) this.#results.set(key, { name, clients: round.clients, pairs: [pair] });
    else known.pairs.push(pair);
  }

  all(): Result[] {
    return [...this.#results.values()];
  }
}
