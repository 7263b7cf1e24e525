import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { answerKeyFrom, answerToken, resolutionIn } from '../../src/mail/answer-token.ts';

const key = answerKeyFrom('a secret of the tests, longer than thirty-two characters');
const about = { tenantId: randomUUID(), ticketId: randomUUID(), sequence: 17 };

describe('the token of the answer buttons', () => {
  it('says which resolution it is about, and is the same for each mail about it', () => {
    const token = answerToken(key, about);
    expect(token).toMatch(/^[\w-]{91}$/);
    expect(resolutionIn(key, token)).toEqual(about);
    expect(answerToken(key, about)).toBe(token);
    expect(answerToken(key, { ...about, sequence: 18 })).not.toBe(token);
  });

  it('is nothing under another key, changed in any character, cut off, or made up', () => {
    const token = answerToken(key, about);
    const other = answerKeyFrom('another secret of the tests, longer than thirty-two');
    expect(resolutionIn(other, token)).toBeNull();
    for (let place = 0; place < token.length; place += 1) {
      const changed = `${token.slice(0, place)}${token[place] === 'A' ? 'B' : 'A'}${token.slice(place + 1)}`;
      expect(resolutionIn(key, changed)).toBeNull();
    }
    for (const madeUp of [
      '',
      'x',
      `${token}A`,
      `${token}=`,
      token.slice(1),
      ` ${token}`,
      randomBytes(68).toString('base64url'),
    ]) {
      expect(resolutionIn(key, madeUp)).toBeNull();
    }
  });
});
