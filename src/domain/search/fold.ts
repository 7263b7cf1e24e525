/**
 * Marks that spelling adds to a letter: accents, Hebrew points, Arabic vowel signs and the line that stretches a word.
 * Elsewhere marks make letters, as the voiced ones of Japanese do.
 */
const accents = /\u0640|[[\p{Mn}&&[\p{sc=Inherited}\p{sc=Hebrew}\p{sc=Arabic}]]--[\u3099\u309A]]/gv;

/** Letters that no decomposition takes apart, as they are typed where the keyboard lacks them. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ı: 'i',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ς: 'σ',
};

/** How German and the Nordic languages write a letter without its dots or ring. */
const writtenOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

const plainLetter = /[ßæœøıłđðþħŧŋς]/gu;
const writtenOutLetter = /[äöüøå]/gu;
const onlyAscii = /^[\u0000-\u007F]*$/;

/**
 * The text as search compares it: without regard to case, accents, width and composition (R36). What it gives for a text
 * that is folded already is that text.
 */
export function fold(text: string): string {
  if (onlyAscii.test(text)) return text.toLowerCase();
  // The dot of a lower-cased İ is an accent and goes with the others.
  const lower = text.normalize('NFKC').toLowerCase().normalize('NFKD');
  return lower
    .replace(accents, '')
    .normalize('NFKC')
    .replace(plainLetter, (letter) => plainLetters[letter] ?? letter);
}

/** The forms under which a word is found: folded and, where it has umlauts or their kin, written out (ü as u and as ue). */
export function foldedForms(word: string): readonly string[] {
  const plain = fold(word);
  if (onlyAscii.test(word)) return [plain];
  const lower = word.normalize('NFKC').toLowerCase();
  const other = fold(lower.replace(writtenOutLetter, (letter) => writtenOut[letter] ?? letter));
  return other === plain ? [plain] : [plain, other];
}
