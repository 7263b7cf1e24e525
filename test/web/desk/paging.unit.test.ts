import { describe, expect, it } from '@jest/globals';
import { placeFromText, placeToText } from '../../../web/desk/paging.ts';
import { ids } from '../../support/builders.ts';

describe('A place in the list', () => {
  it('survives the address', () => {
    const place = { asks: true, changedAt: new Date('2026-01-05T08:00:00.123Z'), id: ids.ticket };
    expect(placeFromText(placeToText(place))).toEqual(place);
  });

  it.each([
    '',
    'x',
    `1_1_${ids.ticket}'`,
    `2_1_${ids.ticket}`,
    `1_999999999999999999_${ids.ticket}`,
    `1_999999999999999_${ids.ticket}`,
  ])('is the beginning where the address makes no sense: %s', (text) => expect(placeFromText(text)).toBeNull());
});
