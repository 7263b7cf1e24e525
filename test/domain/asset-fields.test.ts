import { describe, expect, it } from '@jest/globals';
import {
  checkAssetName,
  checkInventoryNumber,
  checkLocation,
  checkMovementNote,
  checkSerialNumber,
} from '../../src/domain/asset-fields.ts';
import { movedTo } from '../../src/domain/asset-movement.ts';

const checks = {
  name: [checkAssetName, 200],
  inventory_number: [checkInventoryNumber, 50],
  serial_number: [checkSerialNumber, 100],
  location: [checkLocation, 200],
  note: [checkMovementNote, 2000],
} as const;

describe.each(Object.entries(checks))('the %s of an asset', (field, [check, limit]) => {
  it(`has ${limit} characters at most, whatever they are made of`, () => {
    expect(check('😀'.repeat(limit))).toEqual({ ok: true, value: '😀'.repeat(limit) });
    expect(check('x'.repeat(limit + 1))).toMatchObject({ ok: false, refusal: { code: 'malformed', field } });
  });

  it('has no control characters and no lone surrogates', () => {
    for (const text of ['a\u0000b', 'a\u0007b', 'a\uD800b']) {
      expect(check(text)).toMatchObject({ ok: false, refusal: { field } });
    }
  });

  it(field === 'name' || field === 'inventory_number' ? 'cannot be empty' : 'is nothing when it is empty', () => {
    const required = field === 'name' || field === 'inventory_number';
    expect(check(' \n ')).toMatchObject(required ? { ok: false, refusal: { field } } : { ok: true, value: null });
  });
});

it('a name is trimmed and in one line, a note keeps its lines', () => {
  expect(checkAssetName('  Label\n printer ')).toEqual({ ok: true, value: 'Label printer' });
  expect(checkMovementNote(' With bag\r\nand charger ')).toEqual({ ok: true, value: 'With bag\nand charger' });
});

describe('after a movement', () => {
  const from = { holderId: 'rita', location: 'Office' };
  const nothing = { holderId: null, location: null };

  it.each([
    ['hand_over', { holderId: 'tom', location: null }, { holderId: 'tom', location: 'Office' }],
    ['hand_over', { holderId: 'tom', location: 'Hall' }, { holderId: 'tom', location: 'Hall' }],
    ['move', { holderId: 'tom', location: 'Hall' }, { holderId: 'rita', location: 'Hall' }],
    ['return', { holderId: 'tom', location: null }, { holderId: null, location: 'Office' }],
    ['return', { holderId: null, location: 'Store' }, { holderId: null, location: 'Store' }],
    ['repair', { holderId: 'tom', location: null }, from],
    ['repair', { holderId: null, location: 'Workshop' }, { holderId: 'rita', location: 'Workshop' }],
  ] as const)('%s to %j an asset is at %j', (kind, to, after) => {
    expect(movedTo(from, kind, to)).toEqual({ ok: true, value: after });
  });

  it.each([
    ['hand_over', 'holder'],
    ['move', 'location'],
  ] as const)('%s needs the %s', (kind, field) => {
    expect(movedTo(from, kind, nothing)).toMatchObject({ ok: false, refusal: { code: 'malformed', field } });
  });
});
