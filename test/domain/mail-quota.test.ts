import { describe, expect, it } from '@jest/globals';
import { mailLevel } from '../../src/domain/mail-quota.ts';

describe('the mails of a month (R19)', () => {
  it.each([
    [0, 10, 'fine'],
    [7_999, 10_000, 'fine'],
    [8_000, 10_000, 'near'],
    [9_999, 10_000, 'near'],
    [10_000, 10_000, 'used_up'],
    [10_001, 10_000, 'used_up'],
    [3, 4, 'fine'],
    [4, 5, 'near'],
    [0, 1, 'fine'],
    [1, 1, 'used_up'],
    [0, 0, 'used_up'],
    [79_999_999, 100_000_000, 'fine'],
    [80_000_000, 100_000_000, 'near'],
  ] as const)('of which %i of %i are used are %s', (used, limit, level) => {
    expect(mailLevel({ used, limit })).toBe(level);
  });
});
