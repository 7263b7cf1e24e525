import { z } from 'zod';

const whichDay = 'page.form.which_day';
const oneDay = 24 * 60 * 60 * 1000;

/** Schema of a last day (UTC), given as the first instant after it; empty means no end, and missing is an error. */
export const lastDayField = z
  .string({ error: whichDay })
  .trim()
  .pipe(z.union([z.literal(''), z.iso.date({ error: whichDay })], { error: whichDay }))
  .refine((text) => text === '' || (text >= '2000' && text < '2201'), whichDay)
  .transform((text) => (text === '' ? null : new Date(Date.parse(text) + oneDay).toISOString()));

/** The error for a last day that has passed. */
export const dayHasPassed = 'page.form.day_has_passed';

/** The value of a date field for a last day. */
export function dayValue(validUntil: string | null): string {
  return validUntil === null ? '' : new Date(Date.parse(validUntil) - 1).toISOString().slice(0, 10);
}
