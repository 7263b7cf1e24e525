import { describe, expect, it } from '@jest/globals';
import { nextTryAt, tryingLasts } from '../../src/domain/retry.ts';

const minute = 60_000;
const created = Date.UTC(2026, 0, 5, 8);

describe('a mail that was turned away for now', () => {
  it('is tried again after 1, 5, 15, 60 and 240 minutes, and then every 240', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 20].map((attempts) => (nextTryAt(created, attempts, created) ?? 0) - created);
    expect(pauses.map((ms) => ms / minute)).toEqual([1, 5, 15, 60, 240, 240, 240]);
  });

  it('is tried until four days have passed, to the millisecond, and then given up', () => {
    const last = created + tryingLasts - 240 * minute;
    expect(tryingLasts).toBe(4 * 24 * 60 * minute);
    expect(nextTryAt(created, 9, last)).toBe(created + tryingLasts);
    expect(nextTryAt(created, 9, last + 1)).toBeNull();
  });

  it('comes to an end however often it is turned away, and always waits in between', () => {
    let now = created;
    for (let attempts = 1; ; attempts++) {
      const next = nextTryAt(created, attempts, now);
      if (next === null) break;
      expect(next - now).toBeGreaterThanOrEqual(minute);
      expect(attempts).toBeLessThan(40);
      now = next;
    }
    expect(now).toBeLessThanOrEqual(created + tryingLasts);
  });
});
