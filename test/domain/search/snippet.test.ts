import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '../../../src/domain/search/fold.ts';
import { type Snippet, snippetOf } from '../../../src/domain/search/snippet.ts';

/** The snippet with what is marked in brackets. */
function marked(snippet: Snippet | null): string | null {
  if (snippet === null) return null;
  const { text, ranges } = snippet;
  return ranges
    .toReversed()
    .reduce((all, [from, to]) => `${all.slice(0, from)}[${all.slice(from, to)}]${all.slice(to)}`, text);
}

const search = (text: string, word: string): string | null =>
  marked(snippetOf(text, (each) => fold(each).includes(word)));

describe('the snippet of a hit', () => {
  it('is the sentence that has the word, with every word marked that was found', () => {
    expect(search('It broke. The Drücker and its\n\ndrucker are gone! Sad.', 'drucker')).toBe(
      'The [Drücker] and its [drucker] are gone! Sad.',
    );
  });

  it('is what stands near the word where the sentence is long', () => {
    const text = `${'before '.repeat(50)}printer ${'after '.repeat(80)}`;
    const shown = search(text, 'printer') ?? '';
    expect(shown).toMatch(/^…before (before )+\[printer\] (after )+after…$/);
    expect(shown.length).toBeLessThan(220);
  });

  it('is none where the word is not', () => {
    expect(search('Nothing here.', 'printer')).toBeNull();
    expect(search('', 'printer')).toBeNull();
  });

  it('marks exactly the words that were found, in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        fc.string({ unit: 'grapheme', maxLength: 400 }),
        (a, b) => {
          const snippet = snippetOf(`${a} Zwiebel ${b}`, (word) => word === 'Zwiebel');
          expect(snippet?.ranges.length).toBeGreaterThan(0);
          for (const [from, to] of snippet?.ranges ?? []) expect(snippet?.text.slice(from, to)).toBe('Zwiebel');
          expect(snippet?.text.isWellFormed()).toBe(true);
          expect(snippet?.text).not.toMatch(/\n/);
        },
      ),
    );
  });
});
