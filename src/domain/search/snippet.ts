import { rawWords } from './words.ts';

/** A piece of a text with what was found in it: `ranges` are the words to mark, from and to, in UTF-16 units. */
export type Snippet = Readonly<{ text: string; ranges: readonly (readonly [from: number, to: number])[] }>;

/** So much stands before the first word that was found, and so much in all, in UTF-16 units. */
const roomBefore = 60;
const roomInAll = 200;

const sentenceEnd = /[.!?:;。！？\n]\s*/gu;

/**
 * The sentence in which the first word was found, on one line, or what of it is near the word; null if `isFound` finds
 * none. Where something was left out there is an ellipsis.
 */
export function snippetOf(text: string, isFound: (word: string) => boolean): Snippet | null {
  const found: [number, number][] = [];
  let last = text.length;
  for (const { 0: word, index } of rawWords(text)) {
    if (index >= last) break;
    if (!isFound(word)) continue;
    found.push([index, index + word.length]);
    if (found.length === 1) last = Math.min(text.length, index + roomInAll);
  }
  const first = found[0];
  if (first === undefined) return null;
  const from = beginning(text, first[0]);
  const to = ending(text, Math.max(first[1], from + roomInAll));
  return tidied(text, from, to, found);
}

/** Where the sentence begins, or a word not too far before the one that was found. */
function beginning(text: string, at: number): number {
  const earliest = Math.max(0, at - roomBefore);
  const before = text.slice(earliest, at);
  const sentence = [...before.matchAll(sentenceEnd)].at(-1);
  if (sentence !== undefined) return earliest + sentence.index + sentence[0].length;
  if (earliest === 0) return 0;
  const space = before.search(/\s/);
  return space === -1 ? whole(text, earliest) : earliest + space + 1;
}

function ending(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(0, at).search(/\s\S*$/);
  return space > at - 40 ? space : whole(text, at);
}

/** The place, or the one before if it would part the two halves of a character. */
function whole(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}

function tidied(text: string, from: number, to: number, found: readonly (readonly [number, number])[]): Snippet {
  let shown = from > 0 && !/[.!?:;。！？\n]\s*$/u.test(text.slice(0, from)) ? '…' : '';
  let at = from;
  const ranges: [number, number][] = [];
  const take = (end: number): void => {
    shown += text.slice(at, end).replace(/\s+/g, ' ');
    at = end;
  };
  for (const [start, end] of found) {
    if (end > to) break;
    take(start);
    const begins = shown.length;
    take(end);
    ranges.push([begins, shown.length]);
  }
  take(to);
  return { text: to < text.length ? `${shown.trimEnd()}…` : shown.trimEnd(), ranges };
}
