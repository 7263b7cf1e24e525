import type { Line } from './chart.ts';
import { timesOf, type Work } from './measure.ts';
import { median } from './numbers.ts';
import { judge, type Row } from './rows.ts';

/** Collects what things of several sizes cost one client, in ms, round after round. `unit`: what the sizes are counts of. */
export class Costs {
  readonly #unit: string;
  readonly #base: number;
  /** Medians of the rounds, by name and size. */
  readonly #medians = new Map<string, Map<number, number[]>>();

  /** `base` is the size that the others are compared with. */
  constructor(unit: string, base: number) {
    this.#unit = unit;
    this.#base = base;
  }

  /** One round; it is not kept when it only warms up. */
  async measure(name: string, size: number, kept: boolean, run: { work: Work; count: number }): Promise<void> {
    const times = await timesOf(run.work, { clients: 1, count: run.count });
    if (!kept) return;
    const sizes = this.#medians.get(name) ?? new Map<number, number[]>();
    this.#medians.set(name, sizes);
    sizes.set(size, [...(sizes.get(size) ?? []), median(times)]);
  }

  /** The rows, and the lines as multiples of what the base costs. */
  growth(): { rows: Row[]; lines: Line[] } {
    const rows: Row[] = [];
    const lines: Line[] = [];
    for (const [name, sizes] of this.#medians) {
      const base = sizes.get(this.#base) ?? [];
      const points = [...sizes].map(([size, medians]) => {
        const ratio = median(medians.map((each, round) => each / (base[round] ?? each)));
        const named = `${name}, ${size.toLocaleString('en')} ${this.#unit}`;
        const value = median(medians);
        rows.push(judge({ name: named, clients: 1, metric: 'p50', unit: 'ms', value, floor: median(base), ratio }));
        return { size, cost: ratio };
      });
      lines.push({ name: `${name} (${this.#unit})`, points });
    }
    return { rows, lines };
  }
}
