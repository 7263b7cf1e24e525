import { accept, type Outcome, refuse } from '../refusal.ts';

/** The most characters (code points) of a search: enough for a pasted error message, not for a pasted log. */
export const searchTextLimit = 1000;

/**
 * A search text on one line: pasted text may have line breaks, tabs and other control characters between its words.
 * Refuses a text that is then empty or longer than the limit.
 */
export function checkSearchText(text: string): Outcome<string> {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line === '') return refuse('malformed', 'refusal.filter.search_empty');
  if ([...line].length > searchTextLimit) {
    return refuse('malformed', 'refusal.filter.search_too_long', { values: { limit: searchTextLimit } });
  }
  return accept(line);
}
