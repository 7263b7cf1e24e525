import { type CoreMs, coreMsEach } from './cpu.ts';
import { quantile } from './numbers.ts';

/** One operation; `place` counts them from 0. */
export type Work = (place: number) => Promise<unknown>;

/** `count` operations by so many clients at once. */
export type Round = Readonly<{ clients: number; count: number }>;

/** Times in ms, the rate of whole operations (whatever follows them included), and the processor time of each. */
export type Sample = Readonly<{ p50: number; p95: number; p99: number; perSecond: number; core: CoreMs }>;

/** What is measured: the work, what it sets going and is waited for, and the processor time of those who do it. */
export type Side = Readonly<{ work: Work; settled?: () => Promise<unknown>; core: () => CoreMs }>;

/** Runs the work; each client sends its next operation as soon as the last is answered. */
export async function measure({ work, settled, core }: Side, { clients, count }: Round): Promise<Sample> {
  const before = core();
  const began = performance.now();
  const times = await timesOf(work, { clients, count });
  await settled?.();
  const seconds = (performance.now() - began) / 1000;
  return {
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    p99: quantile(times, 0.99),
    perSecond: count / seconds,
    core: coreMsEach(before, core(), count),
  };
}

/** How long each operation took, in ms, in the order in which they ended. */
export async function timesOf(work: Work, { clients, count }: Round): Promise<number[]> {
  const times: number[] = [];
  const places = Array.from({ length: count }, (_, place) => place).values();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (const place of places) {
        const start = performance.now();
        await work(place);
        times.push(performance.now() - start);
      }
    }),
  );
  return times;
}
