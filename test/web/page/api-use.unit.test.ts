import { describe, expect, it } from '@jest/globals';
import { translatorFor } from '../../../src/locales/translator.ts';
import { useBars, useSince } from '../../../web/page/api-use.ts';

const now = new Date('2026-03-15T12:00:00Z');
const day = (on: string, reads: number, writes = 0) => ({ day: on, reads, writes });

describe('use of the API', () => {
  it('is looked at from the first of the month or 30 days back, whichever is earlier', () => {
    expect(useSince(now)).toBe('2026-02-14');
    expect(useSince(new Date('2026-01-31T23:59:59Z'))).toBe('2026-01-01');
    expect(useSince(new Date('2026-01-30T00:00:00Z'))).toBe('2026-01-01');
  });

  it('is counted of this month (UTC), and in words of 30 days', () => {
    const use = [
      day('2026-02-13', 100, 100),
      day('2026-02-14', 5, 1),
      day('2026-03-01', 1000, 2),
      day('2026-03-15', 1),
    ];
    expect(useBars(use, now)).toMatchObject({
      month: 1003,
      summary: { values: { reads: 1006, writes: 3 } },
    });
    expect(translatorFor('en').t(useBars([day('2026-03-15', 1, 1)], now).summary)).toBe(
      'In the last 30 days: 1 read and 1 write',
    );
  });

  it('of every day of a month with 31 counts on the last of them', () => {
    const last = new Date('2026-01-31T23:00:00Z');
    expect(useBars([day('2026-01-01', 7)], last)).toMatchObject({
      month: 7,
      summary: { values: { reads: 0, writes: 0 } },
    });
  });

  it('is drawn as 30 bars, the newest last, the busiest day the highest, and no day lost for being small', () => {
    const { bars } = useBars(
      [day('2026-03-15', 1), day('2026-03-14', 3000), day('2026-03-14', 1000), day('2026-02-14', 2000)],
      now,
    );
    expect(bars).toHaveLength(30);
    expect(bars.map(({ x }) => x)).toEqual(Array.from({ length: 30 }, (_, place) => place * 4));
    expect([bars.at(-1)?.height, bars.at(-2)?.height, bars[0]?.height, bars[1]?.height]).toEqual([1, 20, 10, 0]);
  });

  it('of nobody is nothing', () => {
    const { month, bars } = useBars([], now);
    expect(month).toBe(0);
    expect(new Set(bars.map(({ height }) => height))).toEqual(new Set([0]));
  });
});
