import { describe, expect, it } from '@jest/globals';
import { checkMoment, instantOf } from '../../../src/domain/filter/moment.ts';

const read = (text: string) => {
  const checked = checkMoment(text);
  return checked.ok ? checked.value : null;
};

describe('a moment', () => {
  it.each([
    ['1970-01-01', '1970-01-01'],
    ['9998-12-31', '9998-12-31'],
    ['2024-02-29', '2024-02-29'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00+02:00', '2026-01-31T06:00:00.000Z'],
    ['2026-01-31T08:00:00.1239Z', '2026-01-31T08:00:00.123Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, moment) => expect(read(text)).toBe(moment));

  it.each([
    '',
    'soon',
    '2026-1-31',
    '2026-02-29',
    '2026-13-01',
    '1969-12-31',
    '9999-12-31',
    '9998-12-32',
    '2026-01-31T08:00:00',
    '2026-01-31T25:00:00Z',
    '2026-02-30T08:00:00Z',
    '0001-01-01T00:00:00+10:00',
    '+020260-01-01T00:00:00Z',
    '2026-01-31\u0000',
  ])('%j is none', (text) => expect(read(text)).toBeNull());

  it('that is a day belongs to its span as a whole', () => {
    expect(instantOf('2026-01-31', 'since').toISOString()).toBe('2026-01-31T00:00:00.000Z');
    expect(instantOf('2026-01-31', 'until').toISOString()).toBe('2026-02-01T00:00:00.000Z');
    for (const edge of ['since', 'until'] as const) {
      expect(instantOf('2026-01-31T08:00:00.000Z', edge).toISOString()).toBe('2026-01-31T08:00:00.000Z');
    }
  });
});
