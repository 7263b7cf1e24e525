import { foldedForms } from './fold.ts';

/** So much of a word is indexed, in characters (code points): enough for a SHA-256, too little for a pasted file. */
export const wordLimit = 64;

/** So many different words of a search count: what is pasted may be longer, and is answered by its beginning. */
export const wordsSought = 12;

/**
 * A word to look for, in the forms that it is found by. `partly`: as the beginning or part of a longer word too, or by
 * its stem. A piece of writing without spaces is found only as it is.
 */
export type SoughtWord = Readonly<{ forms: readonly string[]; partly: boolean }>;

// Letters, digits, and the marks that belong to them.
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Writing without spaces between words: it is indexed by pairs of characters. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u30FC]/u;
const runs = new RegExp(
  `${unspaced.source}[${unspaced.source.slice(1, -1)}\\p{M}]*|(?:(?!${unspaced.source}).)+`,
  'gu',
);

/** The words of a text as they stand in it. */
export function rawWords(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(word);
}

/** The different folded words of a text, under which it is indexed. */
export function wordsOf(text: string): Set<string> {
  const seen = new Set<string>();
  const found = new Set<string>();
  for (const [raw] of text.normalize('NFKC').matchAll(word)) {
    if (seen.has(raw)) continue;
    seen.add(raw);
    for (const form of foldedForms(raw)) {
      for (const run of runsOf(form)) for (const piece of run.pieces) found.add(piece);
    }
  }
  return found;
}

/** What a search looks for: its first different words, all of which have to be found. */
export function soughtWords(text: string): SoughtWord[] {
  const sought = new Map<string, SoughtWord>();
  for (const [raw] of text.normalize('NFKC').matchAll(word)) {
    for (const each of soughtIn(raw)) {
      if (sought.size >= wordsSought) return [...sought.values()];
      sought.set(each.forms.join(' '), each);
    }
  }
  return [...sought.values()];
}

/** Whether a word, by its folded forms, is or has one of those that are looked for. */
export function stands(forms: readonly string[], sought: readonly SoughtWord[]): boolean {
  return sought.some((each) =>
    each.forms.some((wanted) =>
      forms.some((form) => {
        if (form === wanted) return true;
        return each.partly && ([...wanted].length < 3 ? form.startsWith(wanted) : form.includes(wanted));
      }),
    ),
  );
}

function soughtIn(raw: string): SoughtWord[] {
  const forms = foldedForms(raw);
  const runsOfFirst = runsOf(forms[0] ?? '');
  if (runsOfFirst.every((run) => !run.unspaced)) {
    return [{ forms: forms.map((form) => cut(form)), partly: true }];
  }
  return runsOfFirst.flatMap((run): SoughtWord[] => {
    if (!run.unspaced) return run.pieces.map((piece) => ({ forms: [piece], partly: true }));
    // The last character of a run alone is there for those who look for that one only.
    const pairs = run.pieces.length > 1 ? run.pieces.slice(0, -1) : run.pieces;
    return pairs.map((piece) => ({ forms: [piece], partly: run.pieces.length === 1 }));
  });
}

/** Parts of a word that are written with and without spaces, and what each of them is indexed by. */
function runsOf(folded: string): { unspaced: boolean; pieces: string[] }[] {
  if (!unspaced.test(folded)) return [{ unspaced: false, pieces: [cut(folded)] }];
  return [...folded.matchAll(runs)].map(([run]) => {
    if (!unspaced.test(run)) return { unspaced: false, pieces: [cut(run)] };
    const characters = [...run];
    return { unspaced: true, pieces: characters.map((character, place) => character + (characters[place + 1] ?? '')) };
  });
}

function cut(folded: string): string {
  return folded.length <= wordLimit ? folded : [...folded].slice(0, wordLimit).join('');
}
