import type { DayUse } from '../../src/db/reading/api-use.ts';
import { type Message, message } from '../../src/locales/message.ts';

/**
 * Use of the API as /page/views/use-bars draws it: a bar for each of the last 30 days, the newest last, and a summary.
 */
export type UseBars = Readonly<{ month: number; summary: Message; bars: readonly { x: number; height: number }[] }>;

const shownDays = 30;
const oneDay = 24 * 60 * 60 * 1000;

/** The height of the highest bar, in units of the drawing. */
const highest = 20;

/** The first day of the use that is shown: 30 days ago or, if earlier, the first of this month. */
export function useSince(now: Date): string {
  const days = daysUpTo(now)[0] ?? '';
  const month = `${now.toISOString().slice(0, 7)}-01`;
  return days < month ? days : month;
}

/** The calls of this month, and of each of the last 30 days. All rows of a day are added up. */
export function useBars(use: readonly DayUse[], now: Date): UseBars {
  const calls = new Map<string, number>();
  for (const { day, reads, writes } of use) calls.set(day, (calls.get(day) ?? 0) + reads + writes);
  const days = daysUpTo(now);
  const heights = days.map((day) => calls.get(day) ?? 0);
  const most = Math.max(...heights);
  const within = use.filter(({ day }) => day >= (days[0] ?? ''));
  const [reads, writes] = [sum(within.map((day) => day.reads)), sum(within.map((day) => day.writes))];
  const month = now.toISOString().slice(0, 7);
  return {
    month: sum(use.filter(({ day }) => day.startsWith(month)).map((day) => day.reads + day.writes)),
    summary: message('page.use.summary', { reads, writes }),
    bars: heights.map((n, place) => ({
      x: place * 4,
      // Even a single call is visible.
      height: n === 0 ? 0 : Math.max(1, Math.round((n / most) * highest)),
    })),
  };
}

function daysUpTo(now: Date): string[] {
  return Array.from({ length: shownDays }, (_, place) =>
    new Date(now.getTime() - (shownDays - 1 - place) * oneDay).toISOString().slice(0, 10),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((before, n) => before + n, 0);
}
