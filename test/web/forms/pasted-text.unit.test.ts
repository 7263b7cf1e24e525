import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { asMeant } from '../../../web/forms/pasted-text.ts';

describe('a text that was pasted into a form', () => {
  it.each([
    ['line breaks of a word processor', 'one\u000Btwo\u000Cthree\u2028four\u2029five', 'one\ntwo\nthree\nfour\nfive'],
    ['a page break after a line', 'one\r\n\u000Ctwo', 'one\r\n\ntwo'],
    ['colours of a terminal', '\u001B[1;31mFAILED\u001B[0m (\u001B[38;2;1;2;3mx\u001B[K)', 'FAILED (x)'],
    ['colours in their short form', '\u009B31mred\u009B0m', 'red'],
    ['the title of a terminal’s window', '\u001B]0;root@host\u0007$ ls\u001B]8;;https://x.test\u001B\\', '$ ls'],
    ['a title that never ends', '\u001B]0;and all the rest', '0;and all the rest'],
    ['a character set and a lone escape', '\u001B(Bdone\u001B', 'done'],
    ['what is struck over', 'N\bNA\bAM\bME\bE', 'NAME'],
    ['a backspace at the beginning of a line', 'a\n\bb', 'a\nb'],
    [
      'signs of Windows-1252',
      'don\u0092t \u0093say\u0094 5\u0080\u0085 a\u0096b\u009Bc\u0081',
      'don’t “say” 5€… a–b›c',
    ],
    ['bells and other controls', 'a\u0007b\u0001c\u007F', 'abc'],
  ])('is taken as it was meant: %s', (_what, pasted, meant) => {
    expect(asMeant(pasted)).toBe(meant);
  });

  it.each(['ça\r\n\tva  bien', '😀 100 %\u200D', 'שלום \u200F(1)', '[31m and \\u0092 in words', '\u0000'])(
    'stays as it is otherwise: %j',
    (text) => expect(asMeant(text)).toBe(text),
  );

  it('has nothing left to repair, and everything that is readable', () => {
    const piece = fc.constantFrom('\u001B', '[', '0m', '\b', '\u000B', '\u0092', '\u009B', ']', '\u0007', 'x', '\n');
    fc.assert(
      fc.property(fc.string({ unit: piece }), (text) => {
        expect(asMeant(text)).not.toMatch(/[\u0001-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/);
      }),
    );
  });

  it.each(['\u001B]0;', '\u001B[0;', '\u001B', '\u009B1;', 'x\b', '\r\u000B', '\u0092'])(
    'of a megabyte takes no long time: %j',
    (unit) => {
      const from = performance.now();
      asMeant(unit.repeat(1_000_000 / unit.length));
      expect(performance.now() - from).toBeLessThan(2_000);
    },
  );
});
