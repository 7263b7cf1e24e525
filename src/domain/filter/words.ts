import { accept, type Outcome, refuse } from '../refusal.ts';

/** The most characters (code points) of a search: a pasted error message, not a pasted log. */
export const wordsLimit = 1000;

/**
 * Words to search for, in one line: what is pasted may have line breaks, tabs and other control characters between its
 * words. Refuses what is empty then, or longer than the limit.
 */
export function checkWords(text: string): Outcome<string> {
  const line = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line === '') return refuse('malformed', 'Enter something to search for.');
  if ([...line].length > wordsLimit) {
    return refuse('malformed', `Search for at most ${wordsLimit} characters: the first lines of a long text will do.`);
  }
  return accept(line);
}
