import { accept, type Outcome, refuse } from '../refusal.ts';

const dayInMs = 24 * 60 * 60 * 1000;

/** Which end of a time span a moment is: `since` is part of the span; `until` ends it. */
export type Edge = 'since' | 'until';

const day = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Whether the moment is a whole day, without a time of day. */
export function isDay(moment: string): boolean {
  return day.test(moment);
}

/**
 * A moment in a filter: a day (`2026-01-31`, from 1970 to 9998) or an instant (ISO 8601, years 1 to 9999), which is
 * normalised to UTC with milliseconds.
 */
export function checkMoment(text: string): Outcome<string> {
  if (isDay(text) && isInCalendar(text) && text >= '1970-01-01' && text <= '9998-12-31') return accept(text);
  if (instant.test(text) && isInCalendar(text.slice(0, 10))) {
    const at = new Date(text);
    const year = at.getUTCFullYear();
    if (year >= 1 && year <= 9999) return accept(at.toISOString());
  }
  return refuse('malformed', 'refusal.filter.moment');
}

/** Whether there is such a day: `Date` alone would read 31 February as a day in March. */
function isInCalendar(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The instant at which a day begins for a reader. */
export type StartOfDay = (calendarDay: string) => Date;

/**
 * The instant at which a span begins or ends. A day is included as a whole, whichever end it is: it lasts from its own
 * beginning to that of the next day, so days on which clocks change have 23 or 25 hours.
 */
export function instantOf(moment: string, edge: Edge, startOfDay: StartOfDay = startInUtc): Date {
  if (!isDay(moment)) return new Date(moment);
  return startOfDay(edge === 'since' ? moment : dayAfter(moment));
}

function startInUtc(calendarDay: string): Date {
  return new Date(`${calendarDay}T00:00:00Z`);
}

function dayAfter(calendarDay: string): string {
  return new Date(startInUtc(calendarDay).getTime() + dayInMs).toISOString().slice(0, 10);
}
