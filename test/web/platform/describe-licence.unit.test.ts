import { describe, expect, it } from '@jest/globals';
import { flags, type LicenceTerms } from '../../../src/domain/licence.ts';
import { changeLines, flagLabels, lastDay, licenceState, partsOff } from '../../../web/platform/describe-licence.ts';

const terms: LicenceTerms = {
  active: true,
  validUntil: null,
  flags,
  maxAgents: 10,
  maxEmailsMonth: 10_000,
  callsPerKey: 1200,
  callsPerTenant: 3000,
};

describe('licenceState', () => {
  const until = '2027-02-01T00:00:00.000Z';
  it.each([
    [null, '2027-01-01T00:00:00Z', 'never licensed'],
    [terms, '2027-01-01T00:00:00Z', 'active'],
    [{ ...terms, validUntil: until }, '2027-01-31T23:59:59.999Z', 'active until 31 Jan 2027'],
    [{ ...terms, validUntil: until }, '2027-02-01T00:00:00Z', 'ended 31 Jan 2027'],
    [{ ...terms, active: false, validUntil: until }, '2028-01-01T00:00:00Z', 'suspended'],
  ])('of %j at %s is "%s"', (licence, now, label) => {
    expect(licenceState(licence, new Date(now)).label).toBe(label);
  });
});

describe('changeLines', () => {
  it('tell each difference from what to what, and nothing else', () => {
    expect(changeLines(terms, terms)).toEqual([]);
    const after = {
      ...terms,
      active: false,
      maxAgents: 1200,
      validUntil: '2027-02-01T00:00:00.000Z',
      flags: [],
      callsPerTenant: 6000,
    };
    expect(changeLines(terms, after)).toEqual([
      'Suspended',
      'Last day: from none to 31 Jan 2027',
      'Agents: from 10 to 1,200',
      'API requests a minute, in all: from 3,000 to 6,000',
      ...flags.map((flag) => `${flagLabels[flag].name}: switched off`),
    ]);
    expect(changeLines(after, { ...after, active: true })).toEqual(['Activated again']);
  });

  it('tell of a first licence all that it holds', () => {
    const first = { ...terms, flags: flags.filter((flag) => flag !== 'public_api') };
    expect(changeLines(null, first)).toEqual([
      'Activated for the first time',
      'Last day: none',
      'Agents: 10',
      'Mails a month: 10,000',
      'API requests a minute: 1,200 by one key, 3,000 in all',
      'Off: Public API',
    ]);
  });
});

it('the last day is the one before the instant at which the licence ends', () => {
  expect(lastDay({ validUntil: '2027-03-01T00:00:00.000Z' })).toBe('28 Feb 2027');
  expect(lastDay({ validUntil: '2027-03-01T00:00:00.001Z' })).toBe('1 Mar 2027');
  expect(lastDay({ validUntil: null })).toBeNull();
});

it('every part has a name of its own and a sentence', () => {
  expect(new Set(Object.values(flagLabels).map(({ name }) => name)).size).toBe(flags.length);
  for (const { effect } of Object.values(flagLabels)) expect(effect).toMatch(/\.$/);
  expect(partsOff({ flags: [] })).toHaveLength(7);
});
