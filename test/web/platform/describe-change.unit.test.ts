import { describe, expect, it } from '@jest/globals';
import { flags } from '../../../src/domain/licence.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { changeLines } from '../../../web/platform/describe-change.ts';
import { flagOptions } from '../../../web/platform/describe-licence.ts';
import { licenceTerms as terms } from './console.ts';

const english = translatorFor('en');
const german = translatorFor('de');

const changed = {
  ...terms,
  active: false,
  maxAgents: 1200,
  validUntil: '2027-02-01T00:00:00.000Z',
  flags: [],
  callsPerTenant: 6000,
};

describe('changeLines', () => {
  it('tell each difference from what to what, and nothing else', () => {
    expect(changeLines(english, terms, terms)).toEqual([]);
    expect(changeLines(english, terms, changed)).toEqual([
      'Suspended',
      'Expiry: from none to 31 Jan 2027',
      'Agents: from 10 to 1,200',
      'API requests per minute, in all: from 3,000 to 6,000',
      ...flagOptions(english).map(({ label }) => `${label}: switched off`),
    ]);
    expect(changeLines(english, changed, { ...changed, active: true })).toEqual(['Activated again']);
  });

  it('tell of an expiry that moves or goes', () => {
    const later = { ...changed, validUntil: '2027-03-01T00:00:00.000Z' };
    expect(changeLines(english, changed, later)).toEqual(['Expiry: from 31 Jan 2027 to 28 Feb 2027']);
    expect(changeLines(english, changed, { ...changed, validUntil: null })).toEqual([
      'Expiry: from 31 Jan 2027 to none',
    ]);
  });

  it('tell it in German', () => {
    expect(changeLines(german, terms, { ...changed, flags })).toEqual([
      'Ausgesetzt',
      'Ablaufdatum: 31. Jan. 2027 (bisher keines)',
      'Agenten: 1.200 (bisher 10)',
      'API-Aufrufe pro Minute, insgesamt: 6.000 (bisher 3.000)',
    ]);
  });

  it('tell of a first licence all that it holds', () => {
    const first = { ...terms, flags: flags.filter((flag) => flag !== 'public_api' && flag !== 'movement_link') };
    expect(changeLines(english, null, first)).toEqual([
      'Activated for the first time',
      'Expiry: none',
      'Agents: 10',
      'E-mails per month: 10,000',
      'API requests per minute: 1,200 by one key, 3,000 in all',
      'Off: Public API and Asset movements',
    ]);
  });
});
