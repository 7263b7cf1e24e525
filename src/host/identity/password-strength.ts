import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** What everybody knows of whoever sets a password; `organisation` is null for the platform team. */
export type KnownOfPerson = Readonly<{ name: string; email: string; organisation: string | null }>;

/**
 * Why a password would be guessed: it is made of what is known of the person, or of what people use everywhere, such as
 * common passwords, rows of keys, years, and any of these repeated.
 */
export type Weakness = 'personal' | 'common';

/** Looks at a password before it is set; null for one that is good enough. */
export type PasswordJudge = (password: string, person: KnownOfPerson) => Weakness | null;

/** A password that is found within so many guesses is refused: a common one with a year and a mark is. */
const fewestGuesses = 1e9;

/** So many letters, digits or marks have to be left without what is known of the person. */
const fewestOwn = 8;

/** What follows makes no password weaker, and costs time to look at; in characters. */
const looksAt = 64;

/** Loads the lists of common passwords and words (about 8 MB), once for the process, and gives what judges by them. */
export function createPasswordJudge(): PasswordJudge {
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: looksAt });
  return (password, person) => {
    const known = wordsOf(person);
    if (leftOf(password, known) < fewestOwn) return 'personal';
    // What only parts words makes a repeated word no better.
    for (const text of [password, password.replace(/[\s\-_.,/]+/g, '')]) {
      const { guesses, sequence } = estimator.check(text, known);
      if (guesses >= fewestGuesses) continue;
      const personal = sequence.some((part) => 'dictionaryName' in part && part.dictionaryName === 'userInputs');
      return personal ? 'personal' : 'common';
    }
    return null;
  };
}

/** How many characters are the person's own idea: without the words that are known of them, and without spaces. */
function leftOf(password: string, known: readonly string[]): number {
  const text = password.normalize('NFC').toLowerCase();
  const longestFirst = known.toSorted((a, b) => b.length - a.length);
  const left = longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left.replace(/\s/g, '').length;
}

/** The words that are known, whole and in parts: names, the address and its parts, the organisation, the product. */
function wordsOf({ name, email, organisation }: KnownOfPerson): string[] {
  const whole = [name, email, organisation ?? '', 'uslimato', 'itsm'];
  const parts = whole.flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), text.replace(/[^\p{L}\p{N}]+/gu, '')]);
  return [...new Set([...whole, ...email.split('@'), ...parts])]
    .filter((word) => word.length > 2)
    .map((word) => word.normalize('NFC').toLowerCase());
}
