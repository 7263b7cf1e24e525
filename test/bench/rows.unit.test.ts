import { describe, expect, test } from '@jest/globals';
import type { Sample } from '../../bench/measure.ts';
import { judge, rowsOf } from '../../bench/rows.ts';

function aSample(perSecond: number, p50 = 10): Sample {
  return { p50, p95: p50, p99: p50, perSecond, core: { worker: 5, web: 2, temporal: 4, postgres: 1 } };
}

/** One create with 20 clients, whose throughput has to be 0.6 of the floor. */
function creates(...pairs: [product: number, floor: number][]) {
  return {
    name: 'create',
    clients: 20,
    pairs: pairs.map(([product, floor]) => ({ product: aSample(product), floor: aSample(floor) })),
  };
}

describe('a trial', () => {
  test('is judged by the median of the ratios of its rounds, not by the ratio of medians', () => {
    const rows = rowsOf(creates([30, 100], [70, 100], [65, 50]));
    const throughput = rows.find(({ metric }) => metric === 'throughput');
    expect(throughput).toMatchObject({ value: 65, floor: 100, ratio: 0.7, target: 0.6, met: true });
  });

  test('tells how far apart its rounds were', () => {
    const rows = rowsOf(creates([50, 100], [60, 100], [70, 100]));
    expect(rows.find(({ metric }) => metric === 'noise')?.value).toBeCloseTo(33.3, 1);
  });

  test('adds up what all processes have worked', () => {
    const rows = rowsOf(creates([50, 100]));
    expect(rows.find(({ metric }) => metric === 'core')).toMatchObject({ value: 12, unit: 'core-ms', floor: 12 });
    expect(rows.find(({ metric }) => metric === 'core temporal')?.value).toBe(4);
  });

  test('without a floor has no ratio', () => {
    const rows = rowsOf({ name: 'find a key', clients: 1, pairs: [{ product: aSample(1000), floor: null }] });
    expect(rows[0]).toMatchObject({ value: 1000, floor: null, ratio: null, target: null, met: null });
  });
});

describe('a figure', () => {
  const waits = { name: 'create meanwhile', clients: 1, metric: 'p95', unit: 'ms' };

  test('that may be four times its floor meets the target with that, and misses it with more', () => {
    expect(judge({ ...waits, value: 40, floor: 10 }).met).toBe(true);
    expect(judge({ ...waits, value: 40.1, floor: 10 }).met).toBe(false);
  });

  test('is held against its own value where the target says so', () => {
    const story = { name: 'ordinary story', clients: 1, metric: 'events', unit: 'events' };
    expect(judge({ ...story, value: 60 })).toMatchObject({ target: 60, met: true });
    expect(judge({ ...story, value: 61 }).met).toBe(false);
  });

  test('with a target for another number of clients is not judged', () => {
    expect(judge({ ...waits, clients: 20, value: 99, floor: 1 })).toMatchObject({ target: null, met: null });
  });
});
