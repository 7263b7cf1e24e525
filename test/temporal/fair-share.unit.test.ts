import { describe, expect, it } from '@jest/globals';
import { createFairShare, NoTurn } from '../../src/temporal/fair-share.ts';
import { eventually } from '../support/eventually.ts';

/** Calls that end when they are told to, and what has begun. */
function controlled() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const call = (name: string) => () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  return { begun, call, end: (name: string) => ends.get(name)?.() };
}

/** Keeps this thread busy, so that timers are late. */
function holdUp(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('the fair share of a tenant', () => {
  it('is so many calls at once; the others have their turn in order, and other tenants at once', async () => {
    const { begun, call, end } = controlled();
    const inTurn = createFairShare({ atOnce: 2, deadlineMs: 60_000 });
    const all = ['a1', 'a2', 'a3', 'a4'].map((name) => inTurn('a', call(name)));
    const other = inTurn('b', call('b1'));
    await eventually(() => begun.length === 3);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    end('a2');
    await eventually(() => begun.length === 4);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
    for (const name of ['a1', 'b1', 'a3']) end(name);
    await eventually(() => begun.includes('a4'));
    end('a4');
    expect(await Promise.all([...all, other])).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
  });

  it('tells whoever has no turn in time, and does not call for them afterwards', async () => {
    const { begun, call, end } = controlled();
    const inTurn = createFairShare({ atOnce: 1, deadlineMs: 40 });
    const first = inTurn('a', call('first'));
    await expect(inTurn('a', call('second'))).rejects.toThrow(NoTurn);
    end('first');
    await expect(first).resolves.toBe('first');
    const third = inTurn('a', call('third'));
    await eventually(() => begun.includes('third'));
    end('third');
    await third;
    expect(begun).toEqual(['first', 'third']);
  });

  it('loses no turn where a call gets it after its time, before the timer has run', async () => {
    const { begun, call, end } = controlled();
    const inTurn = createFairShare({ atOnce: 1, deadlineMs: 100 });
    const first = inTurn('a', call('first'));
    const late = inTurn('a', call('late'));
    await eventually(() => begun.includes('first'));
    holdUp(120);
    end('first');
    await first;
    await expect(late).rejects.toThrow(NoTurn);
    const next = inTurn('a', call('next'));
    await eventually(() => begun.includes('next'));
    end('next');
    await expect(next).resolves.toBe('next');
    expect(begun).toEqual(['first', 'next']);
  });

  it('is free again after a call that failed, and tells each how much time is left', async () => {
    const inTurn = createFairShare({ atOnce: 1, deadlineMs: 5000 });
    await expect(inTurn('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    const left = await inTurn('a', (leftMs) => Promise.resolve(leftMs));
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(5000);
  });
});
