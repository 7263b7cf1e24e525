import { expect, test } from '@jest/globals';
import { readArguments } from '../../bench/arguments.ts';

test('measures everything against the floor where nothing is said', () => {
  expect(readArguments([])).toEqual({ quick: false, growth: false, json: null });
});

test('takes quick, growth and a file for the rows together', () => {
  expect(readArguments(['--quick', '--growth', '--json', 'rows.json'])).toEqual({
    quick: true,
    growth: true,
    json: 'rows.json',
  });
});

test.each([
  [['--fast'], /--fast/],
  [['rows.json'], /rows\.json/],
  [['--json'], /--json/],
])('refuses %j and names it', (given, named) => {
  expect(() => readArguments(given)).toThrow(named);
});
