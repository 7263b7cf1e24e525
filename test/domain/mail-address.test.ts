import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { normalAddress } from '../../src/domain/mail-address.ts';

/** Spellings of one address, whichever way they were typed. */
const spellings: readonly (readonly [string, ...string[]])[] = [
  ['rita@nordwind.example', 'Rita@Nordwind.EXAMPLE'],
  // Dotted, dotless in capitals, and the three lower cases of a dotted capital I.
  ['info@nordwind.example', 'İnfo@nordwİnd.example', 'I\u0307nfo@nordwi\u0307nd.example', 'INFO@NORDWIND.EXAMPLE'],
  [
    'jürgen@müller.example',
    'ju\u0308rgen@mu\u0308ller.example',
    'JÜRGEN@MÜLLER.EXAMPLE',
    'JU\u0308RGEN@MÜLLER.example',
  ],
  ['οδοσ@example.test', 'ΟΔΟΣ@example.test', 'οδος@example.test'],
  ['kilo@example.test', '\u212Ailo@example.test'],
  ['ß@example.test', 'ẞ@example.test'],
];

describe('the normal form of an address', () => {
  it.each(spellings)('%s is one, however it is spelt', (normal, ...others) => {
    expect([normal, ...others].map((spelt) => normalAddress(spelt))).toEqual([normal, ...others].map(() => normal));
  });

  it('keeps apart what are different letters', () => {
    const different = ['muller@example.test', 'müller@example.test', 'mueller@example.test', 'mıller@example.test'];
    expect(new Set(different.map((address) => normalAddress(address))).size).toBe(different.length);
  });

  it('is its own normal form, and composed, whatever the text', () => {
    const texts = fc.string({
      unit: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('İ', 'i', '\u0307', 'Σ', '\u0323')),
    });
    fc.assert(
      fc.property(texts, (text) => {
        const normal = normalAddress(text);
        return normalAddress(normal) === normal && normal.normalize('NFC') === normal;
      }),
      { numRuns: 2000 },
    );
  });

  it('does not depend on case or composition', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const normal = normalAddress(text);
        return normalAddress(text.normalize('NFD')) === normal && normalAddress(text.toLowerCase()) === normal;
      }),
      { numRuns: 2000 },
    );
  });
});
