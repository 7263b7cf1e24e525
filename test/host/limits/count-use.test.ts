import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { countUse, type Use } from '../../../src/host/limits/count-use.ts';
import { testDatabase } from '../../support/databases.ts';

// Two pools, as two web processes have them.
let orms: [Orm, Orm];
let owner: pg.Client;

beforeAll(async () => {
  const { appUrl, ownerUrl } = await testDatabase();
  orms = [await openOrm(appUrl, 10), await openOrm(appUrl, 10)];
  owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query('set role uslimato_lookup');
});
afterAll(async () => {
  await owner.end();
  await Promise.all(orms.map((orm) => orm.close()));
});

const aUse = (more: Partial<Use> = {}): Use => ({ subject: randomUUID(), amount: 1, most: 5, seconds: 60, ...more });

/** So many at once, by both processes in turn; gives what each met. */
const atOnce = (n: number, uses: readonly Use[]) =>
  Promise.all(Array.from({ length: n }, (_, place) => countUse(orms[place % 2] ?? orms[0], uses)));

const usedBy = async ({ subject }: Use): Promise<number> =>
  (await owner.query('select used from use_window where subject_id = $1', [subject])).rows[0]?.used ?? 0;

/** As if so many seconds had passed since the window began. */
const pass = (seconds: number, { subject }: Use) =>
  owner.query('update use_window set began_at = began_at - make_interval(secs => $2) where subject_id = $1', [
    subject,
    seconds,
  ]);

describe('what a subject may use', () => {
  it('is exact, however many processes ask at once', async () => {
    const use = aUse({ most: 7 });
    const met = await atOnce(40, [use]);
    expect(met.filter((each) => each === null)).toHaveLength(7);
    expect(await usedBy(use)).toBe(7);
  });

  it('is taken in amounts: a large one that has no room leaves it to a smaller one', async () => {
    const use = aUse({ amount: 60, most: 100 });
    expect(await countUse(orms[0], [use])).toBeNull();
    expect(await countUse(orms[1], [use])).toEqual({ place: 0, seconds: expect.any(Number) });
    expect(await countUse(orms[1], [{ ...use, amount: 40 }])).toBeNull();
    expect(await usedBy(use)).toBe(100);
  });

  it('is taken from all windows or from none, and the first without room is named', async () => {
    const [wide, narrow] = [aUse({ most: 100 }), aUse({ most: 3, seconds: 3600 })];
    const met = await atOnce(20, [wide, narrow]);
    expect(met.filter((each) => each === null)).toHaveLength(3);
    for (const each of met) if (each !== null) expect(each.place).toBe(1);
    expect([await usedBy(wide), await usedBy(narrow)]).toEqual([3, 3]);
    expect(met.find((each) => each !== null)?.seconds).toBeGreaterThan(3500);
  });

  it('is whole again when its window is over, not before', async () => {
    const use = aUse({ most: 2, seconds: 3600 });
    await atOnce(2, [use]);
    await pass(3590, use);
    expect(await countUse(orms[0], [use])).toMatchObject({ seconds: expect.any(Number) });
    await pass(20, use);
    expect(await countUse(orms[0], [use])).toBeNull();
    expect(await usedBy(use)).toBe(1);
  });

  it('is forgotten by nobody else’s clearing up while its window lasts', async () => {
    const [hour, minute] = [aUse({ seconds: 3600 }), aUse({ seconds: 60 })];
    await countUse(orms[0], [hour, minute]);
    await Promise.all([pass(120, hour), pass(120, minute)]);
    await orms[0].em.fork().execute('select * from api_guess_count(?)', [randomUUID()]);
    expect([await usedBy(hour), await usedBy(minute)]).toEqual([1, 0]);
  });

  it('may be none at all', async () => {
    expect(await countUse(orms[0], [aUse({ most: 0 })])).toMatchObject({ place: 0 });
    expect(await countUse(orms[0], [])).toBeNull();
  });
});
