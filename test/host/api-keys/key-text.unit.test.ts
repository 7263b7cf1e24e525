import { describe, expect, it } from '@jest/globals';
import { keyHash, keyIdIn, newKeyText } from '../../../src/host/api-keys/key-text.ts';
import { newId } from '../../../src/ids.ts';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const aKey = () => newKeyText('live', id);

describe('the text of a key', () => {
  it('names its environment and its id, and ends in 43 letters of secret and 6 of checksum', () => {
    expect(aKey()).toMatch(/^itk_live_01890a5dac96774bbcceb302099a8057_[0-9A-Za-z]{49}$/);
    expect(newKeyText('demo', id)).toMatch(/^itk_demo_/);
    expect(keyIdIn(aKey())).toBe(id);
  });

  it('has another secret each time, over the whole range of its letters', () => {
    const keys = Array.from({ length: 2000 }, aKey);
    expect(new Set(keys).size).toBe(2000);
    const letters = new Set(keys.map((key) => key.slice(-48, -6)).join(''));
    expect(letters.size).toBe(62);
  });

  it('is hashed as a whole, to 32 bytes', () => {
    const key = aKey();
    expect(keyHash(key)).toHaveLength(32);
    expect(keyHash(key)).toEqual(keyHash(key));
    expect(keyHash(key)).not.toEqual(keyHash(key.replace('live', 'demo')));
  });
});

describe('no key at all', () => {
  it('is one with any one letter changed, left out, doubled, or two neighbours swapped', () => {
    const key = aKey();
    for (let place = 0; place < key.length; place += 1) {
      const [before, letter, after] = [key.slice(0, place), key.charAt(place), key.slice(place + 1)];
      const slips = [
        `${before}${letter === 'a' ? 'b' : 'a'}${after}`,
        before + after,
        before + letter + letter + after,
      ];
      const next = after.charAt(0);
      if (next !== '' && next !== letter) slips.push(before + next + letter + after.slice(1));
      for (const slip of slips) expect([slip, keyIdIn(slip)]).toEqual([slip, null]);
    }
  });

  it('is a part of one, or one with something around it', () => {
    const key = aKey();
    for (const text of [
      '',
      key.slice(0, -1),
      key.slice(1),
      `${key} `,
      ` ${key}`,
      `${key}\n`,
      `Bearer ${key}`,
      key + key,
    ]) {
      expect(keyIdIn(text)).toBeNull();
    }
  });

  it('is one of another environment, of another writing, or of letters that look alike', () => {
    const key = aKey();
    const others = [
      key.replace('itk_live_', 'itk_demo_'),
      key.replace('itk_live_', 'itk_test_'),
      key.replace('itk', 'ITK'),
      key.toUpperCase(),
      key.replace('itk', 'іtk'), // a Cyrillic i
      key.normalize('NFD').replace('_', '＿'),
      `${key}\u0000`,
      `${key}\u200b`,
      '\ud800',
      '💥'.repeat(100),
      newId(),
    ];
    for (const text of others) expect([text, keyIdIn(text)]).toEqual([text, null]);
  });
});
