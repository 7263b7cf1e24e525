import { expect, it } from '@jest/globals';
import { derivedId, newId } from '../src/ids.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-([78])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('new ids are UUIDv7, unique, and in the order of their milliseconds', () => {
  const now = Date.now();
  const ids = Array.from({ length: 2000 }, (_, index) => newId(now + index));
  expect(ids.every((id) => uuid.exec(id)?.[1] === '7')).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(ids);
});

it('a derived id follows from its parts, and from where one ends and the next begins', () => {
  expect(derivedId('a', 'b')).toBe(derivedId('a', 'b'));
  expect(derivedId('a', 'b')).not.toBe(derivedId('ab'));
  expect(derivedId('a', 'bc')).not.toBe(derivedId('ab', 'c'));
  expect(uuid.exec(derivedId('a'))?.[1]).toBe('8');
});
