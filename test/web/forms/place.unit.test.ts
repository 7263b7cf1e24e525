import { describe, expect, it } from '@jest/globals';
import { listPlace } from '../../../web/forms/place.ts';
import { ids } from '../../support/builders.ts';

const deskPlace = listPlace({ asks: 'flag', changedAt: 'time', id: 'id' });
const namedPlace = listPlace({ id: 'id', name: 'name' });

describe('A place in a list', () => {
  it('survives the address', () => {
    const place = { asks: true, changedAt: new Date('2026-01-05T08:00:00.123Z'), id: ids.ticket };
    expect(deskPlace.fromText(deskPlace.toText(place))).toEqual(place);
    const version = listPlace({ at: 'time', version: 'count' });
    expect(version.fromText(version.toText({ at: place.changedAt, version: 7 }))).toEqual({
      at: place.changedAt,
      version: 7,
    });
  });

  it('may end in a name with underscores', () => {
    const place = { id: ids.ticket, name: '_Ümläut_ & Co_' };
    expect(namedPlace.fromText(namedPlace.toText(place))).toEqual(place);
  });

  it.each([
    '',
    'x',
    `1_1_${ids.ticket}'`,
    `1_1_${ids.ticket}_`,
    `2_1_${ids.ticket}`,
    `1_999999999999999999_${ids.ticket}`,
    `1_999999999999999_${ids.ticket}`,
  ])('is the beginning where the address is invalid: %s', (text) => {
    expect(deskPlace.fromText(text)).toBeNull();
    expect(deskPlace.field.parse(text)).toBeNull();
  });

  it.each([`${ids.ticket}_`, `${ids.ticket}_\u0000`, `${ids.ticket}_\uD800`, `${ids.ticket}_${'x'.repeat(301)}`])(
    'has a name that can be stored: %j',
    (text) => expect(namedPlace.fromText(text)).toBeNull(),
  );
});
