import { describe, expect, test } from '@jest/globals';
import { median, quantile, spread } from '../../bench/numbers.ts';

describe('the median', () => {
  test('is the one in the middle, whatever the order', () => expect(median([9, 1, 5])).toBe(5));
  test('of an even number of values lies between the two in the middle', () => expect(median([4, 1, 3, 2])).toBe(2.5));
  test('of nothing does not exist', () => expect(() => median([])).toThrow(RangeError));
});

describe('a quantile', () => {
  const values = Array.from({ length: 100 }, (_, place) => 100 - place);
  test('has its share of the values below it', () => expect(quantile(values, 0.95)).toBe(96));
  test('of all values is the largest', () => expect(quantile(values, 1)).toBe(100));
  test('of few values is one that there is', () => expect(quantile([7, 3], 0.95)).toBe(7));
  test('of nothing does not exist', () => expect(() => quantile([], 0.5)).toThrow(RangeError));
});

describe('the spread', () => {
  test('is the distance of the outermost as a share of the median', () => expect(spread([8, 10, 13])).toBe(0.5));
  test('of equal values is none', () => expect(spread([3, 3, 3])).toBe(0));
  test('of zeros is none', () => expect(spread([0, 0])).toBe(0));
});
