import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import crypto from 'node:crypto';
import type { Orm } from '../../../src/db/orm.ts';
import { testDatabase } from '../../support/databases.ts';

const compared = jest.fn(crypto.timingSafeEqual);
jest.unstable_mockModule('node:crypto', () => ({ ...crypto, default: crypto, timingSafeEqual: compared }));

const { findApiKey } = await import('../../../src/host/api-keys/find-api-key.ts');
const { newKeyText } = await import('../../../src/host/api-keys/key-text.ts');
const { openOrm } = await import('../../../src/db/orm.ts');
const { createKeyFor } = await import('../../support/api-keys.ts');
const { createTenant } = await import('../../support/people.ts');

let orm: Orm;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
});
afterAll(() => orm.close());

it('a key is told from another of the same id in constant time, by the digests of both', async () => {
  const { people } = await createTenant(orm, { people: { agnes: {} } });
  const { id, key } = await createKeyFor(orm, people.agnes);
  for (const [presented, same] of [
    [key, true],
    [newKeyText('live', id), false],
  ] as const) {
    compared.mockClear();
    expect((await findApiKey(orm, presented)) !== null).toBe(same);
    expect(compared.mock.calls.map((digests) => digests.map((each) => each.byteLength))).toEqual([[32, 32]]);
    expect(compared.mock.results).toEqual([{ type: 'return', value: same }]);
  }
});
