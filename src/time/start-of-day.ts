import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which a day (`2026-11-27`) begins in a time zone (IANA name): not always midnight, as clocks are put
 * forward at midnight in some zones.
 */
export function startOfDay(day: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).epochMilliseconds);
}
