import { describe, expect, it } from '@jest/globals';
import { accountKeyFrom, accountToken, linkIdIn } from '../../../src/host/identity/account-token.ts';
import { newId } from '../../../src/ids.ts';

const key = accountKeyFrom('a secret of this test');
const id = newId();
const token = accountToken(key, id);
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');

describe('the token of a one-time link', () => {
  it('leads to its link, and is always the same', () => {
    expect(linkIdIn(key, token)).toBe(id);
    expect(accountToken(key, id)).toBe(token);
    expect(token).toMatch(/^[0-9a-f-]{36}\.[\w-]{43}$/);
  });

  it('is good for nothing with any one character of it changed', () => {
    const forged = Array.from(token).flatMap((_, at) =>
      letters
        .filter((letter) => letter !== token[at])
        .map((letter) => token.slice(0, at) + letter + token.slice(at + 1)),
    );
    expect(forged.filter((each) => linkIdIn(key, each) !== null)).toEqual([]);
  });

  it('is good for nothing longer, shorter, in another case or written otherwise', () => {
    const others = [
      '',
      '.',
      id,
      `${id}.`,
      `${token}=`,
      `${token}A`,
      ` ${token}`,
      `${token}\n`,
      token.slice(0, -1),
      token.toUpperCase(),
      `${id.toUpperCase()}${token.slice(36)}`,
      `${token}.${token}`,
    ];
    expect(others.filter((each) => linkIdIn(key, each) !== null)).toEqual([]);
  });

  it('of another link or another secret leads nowhere', () => {
    const other = accountToken(key, newId());
    expect(linkIdIn(key, id + other.slice(36))).toBeNull();
    expect(linkIdIn(accountKeyFrom('another secret'), token)).toBeNull();
  });
});
