import { describe, expect, it } from '@jest/globals';
import { message } from '../../../src/locales/message.ts';
import fc from 'fast-check';
import { wholeText } from '../../../src/db/reading/event-texts.ts';
import { longText } from '../../../web/page/long-text.ts';

const where = { href: '/there', open: false };
const words = (parts: readonly { text: string }[] | null) => parts?.map(({ text }) => text).join('') ?? null;
const fold = (body: string) => longText(wholeText(body), where);

describe('a text', () => {
  it('that is short is shown as it is', () => {
    const body = 'Line\n'.repeat(29) + 'See https://a.example.';
    expect(fold(body)).toMatchObject({ rest: null, more: null, href: null });
    expect(words(fold(body).head)).toBe(body);
  });

  it('of many lines shows twenty of them, and says how many there are', () => {
    const lines = Array.from({ length: 1240 }, (_, n) => `at line ${n}`);
    const { head, rest, more } = fold(lines.join('\n'));
    expect(words(head)?.split('\n')).toEqual(lines.slice(0, 20));
    expect(words(rest)?.split('\n')).toEqual(lines.slice(20));
    expect(more).toEqual(message('page.long_text.lines', { n: 1240 }));
  });

  it('of one long line is cut behind a word, or anywhere, but never within a character', () => {
    const { head, rest, more } = fold('word '.repeat(1000));
    expect(words(head)).toMatch(/^(word )+word$/);
    expect(words(rest)).toMatch(/^(word )+$/);
    expect(more).toEqual(message('page.long_text.characters', { n: 5000 }));
    const emoji = fold('x' + '😀'.repeat(2000));
    expect(words(emoji.head)?.isWellFormed()).toBe(true);
    expect(words(emoji.rest)?.isWellFormed()).toBe(true);
  });

  it('of which only the beginning is there leads to the whole', () => {
    const { head, rest, more, href } = longText({ body: 'x'.repeat(3000), isWhole: false, bytes: 65_000 }, where);
    expect([words(head)?.length, rest, more, href]).toEqual([
      2000,
      null,
      message('page.long_text.kib', { n: 64 }),
      '/there',
    ]);
  });

  it('loses nothing by being folded', () => {
    const long = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', ' ', 'line\n', 'x'.repeat(900))),
      {
        minLength: 20,
        maxLength: 80,
      },
    );
    fc.assert(
      fc.property(long, (pieces) => {
        const body = pieces.join('');
        const { head, rest } = fold(body);
        const shown = rest === null ? words(head) : `${words(head)}${body[words(head)!.length]}${words(rest)}`;
        expect(shown === body || `${words(head)}${words(rest)}` === body).toBe(true);
      }),
    );
  });
});
