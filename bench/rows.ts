import { type CoreMs, processNames, totalCoreMs } from './cpu.ts';
import type { Sample } from './measure.ts';
import { median, spread } from './numbers.ts';
import { targets } from './targets.ts';
import type { Result } from './trials.ts';

/** One figure of a run. Only ratios may be compared with those of another run. */
export type Row = Readonly<{
  name: string;
  clients: number;
  metric: string;
  value: number;
  unit: string;
  floor: number | null;
  ratio: number | null;
  target: number | null;
  met: boolean | null;
}>;

/** A figure that is not judged yet. */
export type Figure = Pick<Row, 'name' | 'clients' | 'metric' | 'value' | 'unit'> & {
  floor?: number | null;
  ratio?: number | null;
};

/** The figure held against its target, where it has one. Without a ratio of its own it is that of value and floor. */
export function judge({ floor = null, ratio = null, ...figure }: Figure): Row {
  const { name, clients, metric, value } = figure;
  const share = ratio ?? (floor === null || floor === 0 ? null : value / floor);
  const target = targets.find((each) => each.name === name && each.clients === clients && each.metric === metric);
  const reached = target?.of === 'ratio' ? share : value;
  const met =
    target === undefined || reached === null
      ? null
      : target.is === 'at least'
        ? reached >= target.target
        : reached <= target.target;
  return { ...figure, floor, ratio: share, target: target?.target ?? null, met };
}

/** The rows of a trial: medians over its rounds. A ratio is the median of the ratios of each round. */
export function rowsOf({ name, clients, pairs }: Result): Row[] {
  const row = (metric: string, unit: string, of: (sample: Sample) => number): Row => {
    const values = pairs.map(({ product }) => of(product));
    const floors = pairs.flatMap(({ floor }) => (floor === null ? [] : [of(floor)]));
    const ratios = floors.map((floor, round) => (floor === 0 ? 0 : (values[round] ?? 0) / floor));
    const compared = floors.length > 0 && !floors.includes(0);
    return judge({
      name,
      clients,
      metric,
      unit,
      value: median(values),
      floor: floors.length > 0 ? median(floors) : null,
      ratio: compared ? median(ratios) : null,
    });
  };
  const core = (of: (core: CoreMs) => number) => (sample: Sample) => of(sample.core);
  return [
    row('throughput', 'per s', ({ perSecond }) => perSecond),
    judge({ name, clients, metric: 'noise', unit: '%', value: 100 * noiseOf(pairs) }),
    row('p50', 'ms', ({ p50 }) => p50),
    row('p95', 'ms', ({ p95 }) => p95),
    row('p99', 'ms', ({ p99 }) => p99),
    row('core', 'core-ms', core(totalCoreMs)),
    ...processNames.map((process) =>
      row(
        `core ${process}`,
        'core-ms',
        core((each) => each[process]),
      ),
    ),
  ];
}

/** How far the rounds lay apart, in what is judged: the ratio of throughputs, or the throughput where there is no floor. */
function noiseOf(pairs: Result['pairs']): number {
  return spread(pairs.map(({ product, floor }) => product.perSecond / (floor?.perSecond ?? 1)));
}
