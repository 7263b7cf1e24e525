import { describe, expect, it } from '@jest/globals';
import { challengeLasts, isChallenge, newChallenge } from '../../../../src/host/identity/second-step/challenge.ts';
import { factorKeyFrom, open, seal } from '../../../../src/host/identity/second-step/factor-key.ts';
import { passkeySite } from '../../../../src/host/identity/second-step/passkey-site.ts';
import { offeredTotp, offerTotp } from '../../../../src/host/identity/second-step/set-up.ts';
import { newTotpSecret, secretText, totpStep, totpUri } from '../../../../src/host/identity/second-step/totp.ts';
import { codeOf } from '../../../support/second-step.ts';

const key = factorKeyFrom('a secret of the tests, longer than thirty-two characters');
const otherKey = factorKeyFrom('another secret of the tests, longer than thirty-two characters');
const now = new Date('2026-11-25T10:00:00Z');

describe('what is sealed', () => {
  const plain = Buffer.from('a secret');

  it('is opened again for the same purpose, and never looks twice the same', () => {
    const [one, two] = [seal(key, 'a', plain), seal(key, 'a', plain)];
    expect([open(key, 'a', one)?.toString(), open(key, 'a', two)?.toString()]).toEqual(['a secret', 'a secret']);
    expect(one.equals(two)).toBe(false);
    expect(one.includes(plain)).toBe(false);
  });

  it('is nothing for another purpose, another key, or with one bit changed', () => {
    const sealed = seal(key, 'a', plain);
    expect([open(key, 'b', sealed), open(otherKey, 'a', sealed)]).toEqual([null, null]);
    for (let place = 0; place < sealed.length; place += 1) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(open(key, 'a', changed)).toBeNull();
    }
    for (const short of ['', 'x', 'x'.repeat(27)]) expect(open(key, 'a', Buffer.from(short))).toBeNull();
  });
});

describe('a challenge', () => {
  const of = { purpose: 'second_step', accountId: 'rita' } as const;
  const text = newChallenge(key, of, now).toString('base64url');

  it('is good for its purpose and account, until it ends', () => {
    expect(isChallenge(key, of, text, now)).toBe(true);
    expect(isChallenge(key, of, text, new Date(now.getTime() + challengeLasts - 1))).toBe(true);
    expect(isChallenge(key, of, text, new Date(now.getTime() + challengeLasts))).toBe(false);
    expect(newChallenge(key, of, now).toString('base64url')).not.toBe(text);
  });

  it('is good for nothing else', () => {
    expect(isChallenge(key, { ...of, purpose: 'sign_in' }, text, now)).toBe(false);
    expect(isChallenge(key, { ...of, purpose: 'new_passkey' }, text, now)).toBe(false);
    expect(isChallenge(key, { ...of, accountId: 'paul' }, text, now)).toBe(false);
    expect(isChallenge(otherKey, of, text, now)).toBe(false);
    for (const other of [
      '',
      'x',
      text.slice(0, -2),
      `${text}AA`,
      text.replace(/^./, text.startsWith('A') ? 'B' : 'A'),
    ]) {
      expect(isChallenge(key, of, other, now)).toBe(false);
    }
  });
});

describe('the secret of an app', () => {
  it('gives the codes of RFC 6238', () => {
    // Its appendix B: the secret "12345678901234567890", of which the last six of eight digits count here.
    const secret = Buffer.from('12345678901234567890');
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_234_567_890, '005924'],
      [20_000_000_000, '353130'],
    ] as const) {
      expect(totpStep(secret, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30));
    }
  });

  it('is told to an app with a name that parts organisation and person, whatever they are called', () => {
    const secret = newTotpSecret();
    const uri = new URL(totpUri(secret, { issuer: 'Uslimato, Nord: wind & Söhne', account: 'ri:ta@nord.test' }));
    expect(uri.protocol).toBe('otpauth:');
    expect(decodeURIComponent(uri.pathname)).toMatch(/Uslimato, Nord  wind & Söhne:ri ta@nord\.test$/);
    expect(uri.searchParams.get('issuer')).toBe('Uslimato, Nord  wind & Söhne');
    expect(uri.searchParams.get('secret')).toBe(secretText(secret).replaceAll(' ', ''));
    expect(codeOf(secretText(secret), now)).toMatch(/^\d{6}$/);
  });

  it('is offered to one person for half an hour', () => {
    const rita = { tenantId: null, userId: 'rita' };
    const { secret, offer } = offerTotp(key, rita, now);
    expect(offeredTotp(key, rita, offer, now)?.equals(secret)).toBe(true);
    expect(offeredTotp(key, { ...rita, userId: 'paul' }, offer, now)).toBeNull();
    expect(offeredTotp(key, rita, offer, new Date(now.getTime() + 31 * 60_000))).toBeNull();
    expect(offeredTotp(key, rita, 'x', now)).toBeNull();
  });
});

describe('passkeys are made for', () => {
  it.each(['https://itsm.example', 'https://itsm.example:8443', 'http://localhost:3000', 'http://itsm.localhost'])(
    '%s',
    (url) => expect(passkeySite(url, key)).toMatchObject({ id: new URL(url).hostname, origin: new URL(url).origin }),
  );

  it.each(['http://itsm.example', 'http://127.0.0.1:3000', 'https://192.0.2.1', 'https://[2001:db8::1]'])(
    'no site that browsers make none for: %s',
    (url) => expect(passkeySite(url, key)).toBeNull(),
  );
});
