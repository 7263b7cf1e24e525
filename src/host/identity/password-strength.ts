import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** What everybody knows about the person setting a password; `organisation` is null for the platform team. */
export type KnownOfPerson = Readonly<{ name: string; email: string; organisation: string | null }>;

/**
 * Why a password would be guessed: it consists of what is known about the person, or of what people use everywhere,
 * such as common passwords, rows of keys, years, and any of these repeated.
 */
export type Weakness = 'personal' | 'common';

/** Checks a password before it is set; null if it is good enough. */
export type PasswordJudge = (password: string, person: KnownOfPerson) => Weakness | null;

/**
 * A password that takes no more guesses than this is refused, such as a common one with a year and a punctuation mark.
 */
const fewestGuesses = 1e9;

/** How many letters, digits or marks must be left once what is known about the person is taken out. */
const fewestOwn = 8;

/** Characters past this length make no password weaker, and cost time to check. */
const looksAt = 64;

/**
 * Loads the lists of common passwords and words (about 8 MB), once per process, and returns the check that uses them.
 */
export function createPasswordJudge(): PasswordJudge {
  const estimator = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: looksAt });
  return (password, person) => {
    const known = wordsOf(person);
    if (leftOf(password, known) < fewestOwn) return 'personal';
    // Separators between repeated words do not make a password better.
    for (const text of [password, password.replace(/[\s\-_.,/]+/g, '')]) {
      const { guesses, sequence } = estimator.check(text, known);
      if (guesses >= fewestGuesses) continue;
      const personal = sequence.some((part) => 'dictionaryName' in part && part.dictionaryName === 'userInputs');
      return personal ? 'personal' : 'common';
    }
    return null;
  };
}

/** How many characters the person came up with: without the known words, and without spaces. */
function leftOf(password: string, known: readonly string[]): number {
  const text = password.normalize('NFC').toLowerCase();
  const longestFirst = known.toSorted((a, b) => b.length - a.length);
  const left = longestFirst.reduce((rest, word) => rest.replaceAll(word, ''), text);
  return left.replace(/\s/g, '').length;
}

/** The known words, whole and in parts: names, the address and its parts, the organisation, the product. */
function wordsOf({ name, email, organisation }: KnownOfPerson): string[] {
  const whole = [name, email, organisation ?? '', 'uslimato', 'itsm'];
  const parts = whole.flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), text.replace(/[^\p{L}\p{N}]+/gu, '')]);
  return [...new Set([...whole, ...email.split('@'), ...parts])]
    .filter((word) => word.length > 2)
    .map((word) => word.normalize('NFC').toLowerCase());
}
