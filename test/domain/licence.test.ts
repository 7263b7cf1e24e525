import { describe, expect, it } from '@jest/globals';
import { flags, hasFlag, isLicensed, type Licence } from '../../src/domain/licence.ts';

const noon = new Date('2026-06-30T12:00:00.000Z');
const licence: Licence = { active: true, validUntil: null, flags: ['agent_portal'] };

describe('R11: a licence', () => {
  it('is needed', () => {
    expect(isLicensed(null, noon)).toBe(false);
    expect(isLicensed({ ...licence, active: false }, noon)).toBe(false);
    expect(isLicensed(licence, noon)).toBe(true);
  });

  it.each([
    ['2026-06-30T12:00:00.001Z', true],
    ['2026-06-30T12:00:00.000Z', false],
    ['2026-06-30T11:59:59.999Z', false],
    ['2026-06-30T14:00:00.001+02:00', true],
    ['soon', false],
  ])('valid until %s is in force at noon UTC: %s', (validUntil, inForce) => {
    expect(isLicensed({ ...licence, validUntil }, noon)).toBe(inForce);
  });

  it('that is not active is in force at no time', () => {
    expect(isLicensed({ active: false, validUntil: '2027-01-01T00:00:00.000Z', flags }, noon)).toBe(false);
  });
});

describe('R12: flags', () => {
  it('are the seven of the specification', () => {
    expect([...flags].toSorted()).toEqual([
      'agent_portal',
      'asset_integration',
      'email_notifications',
      'email_templates',
      'end_user_portal',
      'movement_link',
      'public_api',
    ]);
  });

  it('are on only where they are named', () => {
    expect(flags.filter((flag) => hasFlag(licence, flag, noon))).toEqual(['agent_portal']);
  });

  it('are off without a licence in force, whatever is named', () => {
    const lapsed = [null, { ...licence, active: false, flags }, { ...licence, validUntil: noon.toISOString(), flags }];
    for (const each of lapsed) expect(flags.filter((flag) => hasFlag(each, flag, noon))).toEqual([]);
  });
});
