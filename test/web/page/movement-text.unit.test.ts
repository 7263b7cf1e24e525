import { expect, it } from '@jest/globals';
import { movementKinds, movementLabel } from '../../../src/domain/asset.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { movementText } from '../../../web/page/movement-text.ts';

const happenedAt = new Date('2026-11-28T23:30:00Z');

it('is the label of a movement in the reader’s language, on the same day in every time zone', () => {
  const labels = movementKinds.map((kind) => movementLabel({ kind, happenedAt }));
  const said = (locale: 'en' | 'de', timeZone: string) =>
    labels.map((label) => translatorFor(locale, timeZone).t(movementText(label)));
  const english = ['Hand-over, 28 Nov 2026', 'Move, 28 Nov 2026', 'Return, 28 Nov 2026', 'Repair, 28 Nov 2026'];
  for (const timeZone of ['UTC', 'Pacific/Auckland', 'America/Los_Angeles']) {
    expect(said('en', timeZone)).toEqual(english);
  }
  expect(said('de', 'Europe/Berlin')).toEqual([
    'Übergabe, 28. Nov. 2026',
    'Ortswechsel, 28. Nov. 2026',
    'Rückgabe, 28. Nov. 2026',
    'Reparatur, 28. Nov. 2026',
  ]);
});

it.each(['', 'Repair', 'Repair, soon', 'Hand-over of {day}', 'Loan, 2026-11-28'])('leaves %j as it is', (label) => {
  expect(translatorFor('de').t(movementText(label))).toBe(label);
});
