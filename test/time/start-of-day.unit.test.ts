import { describe, expect, it } from '@jest/globals';
import { instantOf } from '../../src/domain/filter/moment.ts';
import { startOfDay } from '../../src/time/start-of-day.ts';

const hour = 60 * 60 * 1000;

describe('a day', () => {
  it.each([
    ['UTC', '2026-11-27', '2026-11-27T00:00:00.000Z'],
    ['America/Los_Angeles', '2026-11-27', '2026-11-27T08:00:00.000Z'],
    ['Asia/Kathmandu', '2026-11-27', '2026-11-26T18:15:00.000Z'],
    // Clocks go from 24:00 to 1:00: this day has no midnight.
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z'],
  ])('begins in %s on %s at %s', (zone, day, instant) => {
    expect(startOfDay(day, zone).toISOString()).toBe(instant);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
    ['2026-11-27', 24],
  ])('has in Berlin on %s %i hours, from one end of its span to the other', (day, hours) => {
    const inBerlin = (each: string) => startOfDay(each, 'Europe/Berlin');
    const length = instantOf(day, 'until', inBerlin).getTime() - instantOf(day, 'since', inBerlin).getTime();
    expect(length / hour).toBe(hours);
  });
});
