import { describe, expect, it } from '@jest/globals';
import { flags, type LicenceTerms } from '../../../src/domain/licence.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { flagOptions, lastDay, licenceState, partsOff } from '../../../web/platform/describe-licence.ts';
import { licenceTerms as terms } from './console.ts';

const english = translatorFor('en');
const german = translatorFor('de');

describe('licenceState', () => {
  const until = '2027-02-01T00:00:00.000Z';
  it.each<[LicenceTerms | null, string, string, string]>([
    [null, '2027-01-01T00:00:00Z', 'never licensed', 'nie lizenziert'],
    [terms, '2027-01-01T00:00:00Z', 'active', 'aktiv'],
    [
      { ...terms, validUntil: until },
      '2027-01-31T23:59:59.999Z',
      'active until 31 Jan 2027',
      'aktiv bis 31. Jan. 2027',
    ],
    [{ ...terms, validUntil: until }, '2027-02-01T00:00:00Z', 'expired on 31 Jan 2027', 'abgelaufen am 31. Jan. 2027'],
    [{ ...terms, active: false, validUntil: until }, '2028-01-01T00:00:00Z', 'suspended', 'ausgesetzt'],
  ])('of %j at %s is "%s", "%s"', (licence, now, inEnglish, inGerman) => {
    const { label } = licenceState(licence, new Date(now));
    expect([english.t(label), german.t(label)]).toEqual([inEnglish, inGerman]);
  });
});

it('the last day is the one before the instant at which the licence ends', () => {
  const day = (validUntil: string | null) => lastDay({ validUntil })?.toISOString().slice(0, 10);
  expect(day('2027-03-01T00:00:00.000Z')).toBe('2027-02-28');
  expect(day('2027-03-01T00:00:00.001Z')).toBe('2027-03-01');
  expect(lastDay({ validUntil: null })).toBeNull();
});

it.each([english, german])('every part has a name of its own and a sentence in $locale', (translator) => {
  const options = flagOptions(translator);
  expect(options.map(({ value }) => value)).toEqual(flags);
  expect(new Set(options.map(({ label }) => label)).size).toBe(flags.length);
  for (const { hint } of options) expect(hint).toMatch(/\.$/);
  expect(partsOff(translator, { flags: [] })).toEqual(options.map(({ label }) => label));
});
