import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { countCall, type RouteClass } from '../../../src/host/api-keys/count-call.ts';
import { type ApiCaller, findApiKey } from '../../../src/host/api-keys/find-api-key.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';

// Two pools, as two web processes have them.
let orms: [Orm, Orm];
let appUrl: string;

beforeAll(async () => {
  ({ appUrl } = await testDatabase());
  orms = [await openOrm(appUrl, 10), await openOrm(appUrl, 10)];
});
afterAll(() => Promise.all(orms.map((orm) => orm.close())));

async function aCaller(limits: ApiCaller['limits'] = { perKey: 1200, perTenant: 3000 }): Promise<ApiCaller> {
  const tenant = await createTenant(orms[0], { people: { agnes: { agent: true } } });
  return { ...(await callerBy((await createKeyFor(orms[0], tenant.people.agnes)).key)), limits };
}

async function another({ tenantId, limits }: ApiCaller): Promise<ApiCaller> {
  return { ...(await callerBy((await createIntegrationKey(orms[0], tenantId)).key)), limits };
}

async function callerBy(key: string): Promise<ApiCaller> {
  const caller = await findApiKey(orms[0], key);
  if (caller === null) throw new Error('The key of this test is none');
  return caller;
}

/** So many calls at once, by both processes in turn. */
function calls(n: number, callers: readonly ApiCaller[], routeClass: RouteClass = 'read') {
  return Promise.all(
    Array.from({ length: n }, (_, place) => {
      const caller = callers[place % callers.length];
      if (caller === undefined) throw new Error('Nobody calls');
      return countCall(orms[place % 2] ?? orms[0], caller, routeClass);
    }),
  );
}

const allowed = (counts: readonly { exceeded: unknown }[]): number =>
  counts.filter((count) => count.exceeded === null).length;

const usage = ({ tenantId }: ApiCaller) =>
  inTenant(orms[0], tenantId, (em) =>
    em.execute<{ key_id: string; day: string; route_class: string; calls: number }[]>(
      'select key_id, day::text, route_class, calls from api_usage order by key_id, route_class',
    ),
  );

const today = (): string => new Date().toISOString().slice(0, 10);

/** As if so many seconds had passed since the minute of that subject began. */
async function age(subject: string, seconds: number): Promise<void> {
  const owner = new pg.Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  await owner.query('set role uslimato_lookup');
  await owner.query(`update use_window set began_at = began_at - make_interval(secs => $2) where subject_id = $1`, [
    subject,
    seconds,
  ]);
  await owner.end();
}

describe('the limit of a key (R32)', () => {
  it('lets through exactly as many as it says, of 50 at once over two processes', async () => {
    const caller = await aCaller({ perKey: 20, perTenant: 1000 });
    const counts = await calls(50, [caller]);
    expect(allowed(counts)).toBe(20);
    expect(counts.filter((count) => count.exceeded === 'perKey')).toHaveLength(30);
    const left = counts.filter((count) => count.exceeded === null).map((count) => count.perKey.left);
    expect(left.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(await usage(caller)).toEqual([{ key_id: caller.keyId, day: today(), route_class: 'read', calls: 20 }]);
  });

  it('is whole again a minute after the first call, and tells how long that is', async () => {
    const caller = await aCaller({ perKey: 2, perTenant: 1000 });
    const [first] = await calls(1, [caller]);
    expect(first?.perKey).toMatchObject({ limit: 2, left: 1 });
    expect(first?.perKey.seconds).toBeGreaterThan(50);
    expect(first?.perKey.seconds).toBeLessThanOrEqual(60);
    await age(caller.keyId, 30);
    const [second] = await calls(1, [caller]);
    expect(second?.perKey.left).toBe(0);
    expect(second?.perKey.seconds).toBeLessThanOrEqual(30);
    expect(allowed(await calls(3, [caller]))).toBe(0);
    await age(caller.keyId, 31);
    expect((await calls(1, [caller]))[0]).toMatchObject({ exceeded: null, perKey: { left: 1 } });
  });

  it('takes nothing from another key, and a call that it refuses nothing from the tenant', async () => {
    const caller = await aCaller({ perKey: 5, perTenant: 12 });
    expect(allowed(await calls(30, [caller]))).toBe(5);
    const [count] = await calls(1, [caller]);
    expect(count).toMatchObject({ exceeded: 'perKey', perKey: { left: 0 }, perTenant: { left: 7 } });
    expect(allowed(await calls(4, [await another(caller)]))).toBe(4);
  });
});

describe('the limit of a tenant', () => {
  it('counts all its keys together, exactly, and gives back to a key what it has no room for', async () => {
    const first = await aCaller({ perKey: 40, perTenant: 30 });
    const callers = [first, await another(first), await another(first)];
    const counts = await calls(60, callers);
    expect(allowed(counts)).toBe(30);
    expect(counts.filter((count) => count.exceeded === 'perTenant')).toHaveLength(30);
    expect((await usage(first)).reduce((sum, row) => sum + row.calls, 0)).toBe(30);
    await age(first.tenantId, 61);
    const after = await calls(3, callers);
    const used = await usage(first);
    for (const [place, caller] of callers.entries()) {
      const row = used.find((each) => each.key_id === caller.keyId);
      expect(after[place]?.perKey.left).toBe(40 - (row?.calls ?? 0));
    }
  });

  it('is nobody else’s', async () => {
    const [ours, theirs] = [await aCaller({ perKey: 3, perTenant: 3 }), await aCaller({ perKey: 3, perTenant: 3 })];
    expect(allowed(await calls(9, [ours]))).toBe(3);
    expect(allowed(await calls(9, [theirs]))).toBe(3);
  });

  it('is what the licence says at that moment', async () => {
    const tenant = await createTenant(orms[0], { people: { agnes: { agent: true } } });
    const { key } = await createKeyFor(orms[0], tenant.people.agnes);
    const terms = { ...standardTerms, callsPerKey: 7, callsPerTenant: 9 };
    await inTenant(orms[0], tenant.id, (em) => changeLicence(em, tenant.id, { terms, byId: null }));
    expect((await callerBy(key)).limits).toEqual({ perKey: 7, perTenant: 9 });
  });
});

describe('usage', () => {
  it('is counted per key and class, with no call lost or counted twice', async () => {
    const first = await aCaller();
    const second = await another(first);
    await Promise.all([calls(25, [first]), calls(10, [first], 'write'), calls(15, [second], 'write')]);
    const expected = [
      { key_id: first.keyId, day: today(), route_class: 'read', calls: 25 },
      { key_id: first.keyId, day: today(), route_class: 'write', calls: 10 },
      { key_id: second.keyId, day: today(), route_class: 'write', calls: 15 },
    ];
    expect(await usage(first)).toEqual(expected.toSorted((a, b) => (a.key_id < b.key_id ? -1 : 1)));
  });

  it('is in the database when a call is let through: a process that dies right then has nothing to lose', async () => {
    const caller = await aCaller();
    const dying = await openOrm(appUrl, 2);
    await countCall(dying, caller, 'read');
    await countCall(dying, caller, 'write');
    await dying.close(true);
    expect((await usage(caller)).map((row) => row.calls)).toEqual([1, 1]);
  });

  it('waits for the disk at a write, and not at a read', async () => {
    const caller = await aCaller();
    const client = new pg.Client({ connectionString: appUrl });
    await client.connect();
    await client.query('set synchronous_commit = on');
    const setting = async (writes: boolean): Promise<unknown> => {
      await client.query('begin');
      await client.query('select * from api_call_count($1, $2, 10, 10, $3)', [caller.tenantId, caller.keyId, writes]);
      const { rows } = await client.query('show synchronous_commit');
      await client.query('commit');
      return rows[0];
    };
    expect(await setting(false)).toEqual({ synchronous_commit: 'off' });
    expect(await setting(true)).toEqual({ synchronous_commit: 'on' });
    await client.end();
  });

  it('is refused for a key of another tenant', async () => {
    const [ours, theirs] = [await aCaller(), await aCaller()];
    await expect(countCall(orms[0], { ...ours, tenantId: theirs.tenantId }, 'read')).rejects.toThrow(/foreign key/);
    expect(await usage(ours)).toEqual([]);
    expect(await usage(theirs)).toEqual([]);
  });
});
