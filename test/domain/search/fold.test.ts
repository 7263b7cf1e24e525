import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, foldedForms } from '../../../src/domain/search/fold.ts';

describe('folding', () => {
  it.each([
    ['problème', ['probleme']],
    ['Büro', ['buro', 'buero']],
    ['Müller', ['muller', 'mueller']],
    ['MÜLLER', ['muller', 'mueller']],
    ['Mu\u0308ller', ['muller', 'mueller']],
    ['Straße', ['strasse']],
    ['STRAẞE', ['strasse']],
    ['İstanbul', ['istanbul']],
    ['ISPARTA', ['isparta']],
    ['ısı', ['isi']],
    ['Ærø', ['aero', 'aeroe']],
    ['Ångström', ['angstrom', 'aangstroem']],
    ['Œuvre', ['oeuvre']],
    ['Łódź', ['lodz']],
    ['Đorđe', ['dorde']],
    ['Þórður', ['thordur']],
    ['naïve', ['naive']],
    ['ＡＢＣ１２', ['abc12']],
    ['ﬁle', ['file']],
    ['Ἀθῆναι', ['αθηναι']],
    ['ΣΟΦΟΣ', ['σοφοσ']],
    ['Ёлка', ['елка']],
    ['שָׁלוֹם', ['שלום']],
    ['مُحَمَّد', ['محمد']],
    ['한국어', ['한국어']],
    ['が', ['が']],
    ['हिन्दी', ['हिन्दी']],
    ['0x80070005', ['0x80070005']],
  ])('finds %s as %j', (word, forms) => {
    expect(foldedForms(word)).toEqual(forms);
  });

  it('gives the same for a text composed and decomposed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });

  it('leaves alone what is folded already, so that what was found in a list can be searched for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});
