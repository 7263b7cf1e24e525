import { z } from 'zod';

/** More terms narrow a search no further, and each costs a look at every name. */
const mostTerms = 10;

/** Schema of what somebody searches for (`?q=`): at most 200 characters; control characters count as spaces. */
export const searchField = z
  .string()
  .transform((text) =>
    text
      .replace(/[\u0000-\u001F\u007F]/g, ' ')
      .trim()
      .slice(0, 200)
      .toWellFormed(),
  )
  .catch('');

/** The terms of a search: its words, at most ten of them. */
export function searchTerms(q: string): string[] {
  return q
    .split(/\s+/)
    .filter((term) => term !== '')
    .slice(0, mostTerms);
}
