import { expect, it } from '@jest/globals';
import { hidden, ownToken, personToken, wordTokens } from '../../../src/domain/search/token.ts';

const tokenOf = wordTokens('0192aabb-0000-7000-8000-000000000001');

it('is the same for the same word of a tenant, for ever: the index has it', () => {
  expect(tokenOf('drucker')).toBe(tokenOf('drucker'));
  expect([tokenOf('drucker'), personToken('0192aabb'), ownToken('0192aabb')]).toMatchInlineSnapshot(`
    [
      8025070119073340,
      1778262315779455,
      2978326821215638,
    ]
  `);
});

it('is another one in another tenant, and for what only agents see', () => {
  expect(wordTokens('0192aabb-0000-7000-8000-000000000002')('drucker')).not.toBe(tokenOf('drucker'));
  expect(hidden(tokenOf('drucker'))).toBeLessThan(0);
});

it('differs between half a million words, and fits into 53 bits', () => {
  const tokens = new Set<number>();
  for (let n = 0; n < 500_000; n += 1) tokens.add(tokenOf(String(n * 7919)));
  expect(tokens.size).toBe(500_000);
  expect([...tokens].every((token) => Number.isSafeInteger(token) && token > 0)).toBe(true);
});
