import { expect, it } from '@jest/globals';
import { translatorFor } from '../../../src/locales/translator.ts';
import { relativeTime, wholeTime } from '../../../web/page/relative-time.ts';

const now = new Date('2026-03-10T12:00:00Z');

it.each([
  ['2026-03-10T11:59:40Z', 'just now'],
  ['2026-03-10T11:59:00Z', '1 min ago'],
  ['2026-03-10T11:20:00Z', '40 min ago'],
  ['2026-03-10T11:10:00Z', '1 h ago'],
  ['2026-03-09T15:00:00Z', '21 h ago'],
  ['2026-03-09T12:00:00Z', '1 d ago'],
  ['2026-03-04T12:00:00Z', '6 d ago'],
  ['2026-03-01T12:00:00Z', '1 Mar'],
  ['2025-12-24T12:00:00Z', '24 Dec 2025'],
  ['2026-03-10T12:10:00Z', 'in 10 min'],
  ['2026-03-12T12:00:00Z', 'in 2 d'],
])('%s is "%s"', (at, words) => {
  expect(relativeTime(translatorFor('en'), new Date(at), now)).toBe(words);
});

it('gives the whole time in the reader’s time zone, and names it', () => {
  expect(wholeTime(translatorFor('en'), now)).toBe('10 Mar 2026, 12:00 UTC');
  expect(wholeTime(translatorFor('de', 'Europe/Berlin'), now)).toBe('10.03.2026, 13:00 Europe/Berlin');
});
