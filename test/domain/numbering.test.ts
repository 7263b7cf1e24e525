import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultPrefix, formatNumber, isTicketNumber } from '../../src/domain/numbering.ts';

describe('R15: ticket numbers', () => {
  it('have six digits, and more once they are used up', () => {
    expect(formatNumber(defaultPrefix, 1)).toBe('TKT-000001');
    expect(formatNumber('HELP', 42)).toBe('HELP-000042');
    expect(formatNumber('TKT', 999_999)).toBe('TKT-999999');
    expect(formatNumber('TKT', 1_000_000)).toBe('TKT-1000000');
  });

  it('are known as such for every prefix and count, and differ for different counts', () => {
    const prefix = fc.stringMatching(/^[A-Z][A-Z0-9]{1,9}$/);
    const count = fc.integer({ min: 1 });
    fc.assert(
      fc.property(prefix, count, count, (text, one, another) => {
        expect(isTicketNumber(formatNumber(text, one))).toBe(true);
        expect(formatNumber(text, one) === formatNumber(text, another)).toBe(one === another);
      }),
    );
  });

  it('are told from ids and from anything that no tenant has', () => {
    const others = [
      '',
      'TKT',
      'TKT-',
      'TKT-00001',
      'tkt-000001',
      'TKT-000001\n',
      ' TKT-000001',
      'TKT-000001-2',
      'T-000001',
    ];
    for (const text of others) expect({ text, is: isTicketNumber(text) }).toEqual({ text, is: false });
    fc.assert(fc.property(fc.uuid(), (id) => !isTicketNumber(id) && !isTicketNumber(id.toUpperCase())));
  });
});
