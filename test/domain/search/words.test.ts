import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { soughtWords, wordLimit, wordsOf, wordsSought } from '../../../src/domain/search/words.ts';

const sought = (text: string) => soughtWords(text).map(({ forms }) => forms.join('|'));

describe('the words of a text', () => {
  it('are letters and digits, folded, each once', () => {
    expect([...wordsOf('Müller’s Wi-Fi: error 0x80070005, C:\\temp\\a_b.log! wi-fi')]).toEqual([
      'muller',
      'mueller',
      's',
      'wi',
      'fi',
      'error',
      '0x80070005',
      'c',
      'temp',
      'a',
      'b',
      'log',
    ]);
  });

  it('of writing without spaces are its pairs of characters, and its last one', () => {
    expect([...wordsOf('我的打印机A3坏了')]).toEqual(['我的', '的打', '打印', '印机', '机', 'a3', '坏了', '了']);
  });

  it('are cut where they are longer than any name of a thing', () => {
    expect([...wordsOf('x'.repeat(5000))]).toEqual(['x'.repeat(wordLimit)]);
    expect(sought('x'.repeat(5000))).toEqual(['x'.repeat(wordLimit)]);
  });
});

describe('what a search looks for', () => {
  it('is each word once, in all its forms', () => {
    expect(sought('Müller MÜLLER drucker')).toEqual(['muller|mueller', 'drucker']);
  });

  it('is nothing where there is no word', () => {
    for (const text of ['', '%', '_ \\ \'"', '😀', '\u0000\u0301', '- / # &']) expect(sought(text)).toEqual([]);
  });

  it('is the first words of a long text', () => {
    const pasted = Array.from({ length: 60 }, (_, place) => `word${place}`).join(' ');
    expect(sought(pasted)).toEqual(Array.from({ length: wordsSought }, (_, place) => `word${place}`));
  });

  it('is all pairs of a piece of writing without spaces, and the beginning of a pair for a single character', () => {
    expect(soughtWords('打印机')).toEqual([
      { forms: ['打印'], partly: false },
      { forms: ['印机'], partly: false },
    ]);
    expect(soughtWords('打')).toEqual([{ forms: ['打'], partly: true }]);
  });

  it('is among the words of every text that has it, however it is composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, word) => {
        const indexed = [...wordsOf(`${before} ${word.normalize('NFD')}`)];
        for (const { forms, partly } of soughtWords(word.toUpperCase().normalize('NFC')).slice(0, wordsSought)) {
          // Upper case may be another word altogether: ŉ, ǰ and their kin have none of their own.
          if (word.toUpperCase().toLowerCase() !== word.toLowerCase()) continue;
          expect(forms.some((form) => indexed.some((each) => (partly ? each.includes(form) : each === form)))).toBe(
            true,
          );
        }
      }),
    );
  });
});
