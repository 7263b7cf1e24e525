import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant, type TenantEm } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { createUser } from '../../../src/host/identity/create-user.ts';
import { deactivateUser, reactivateUser } from '../../../src/host/identity/people.ts';
import { changeLicence } from '../../../src/host/licence/change-licence.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { agents, seatsInUse } from '../../../src/host/permissions/agents.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from '../../../src/host/permissions/group.ts';
import {
  addMember,
  createGroup,
  makeAgent,
  removeMember,
  setPermissions,
} from '../../../src/host/permissions/groups.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';

const attempts = 50;

let orm: Orm;
let tenantId: string;
let admin: string;
/** The nine who have a seat already. */
let seated: string[];

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 20);
});
afterAll(() => orm.close());

const within = <T>(work: (em: TenantEm) => Promise<T>): Promise<T> => inTenant(orm, tenantId, work);
const person = (): Promise<string> =>
  within((em) =>
    createUser(em, tenantId, { email: `${randomUUID()}@seats.test`, name: 'Somebody', passwordHash: 'x' }),
  );
const several = (count: number): Promise<string[]> => Promise.all(Array.from({ length: count }, person));
const group = (permissions: readonly ('tickets:manage' | 'tickets:close')[] = []): Promise<string> =>
  within((em) => createGroup(em, tenantId, { name: randomUUID(), permissions }));
const seats = (): Promise<number> => within(seatsInUse);

/** Ten seats, nine of them taken. */
async function newTenant(): Promise<void> {
  const people = { admin: { permissions: ['settings:manage'] } } as const;
  const tenant = await createTenant(orm, { licence: { maxAgents: 10 }, everyone: [], people });
  tenantId = tenant.id;
  admin = tenant.people.admin.userId;
  seated = await several(9);
  for (const userId of seated) await within((em) => makeAgent(em, tenantId, userId));
  expect(await seats()).toBe(9);
}

type Attempt = () => Promise<unknown>;

/** Each way of taking a seat, as an attempt that has been got ready. */
const ways: Readonly<Record<string, () => Promise<Attempt>>> = {
  'joining ITSM Agent': async () => {
    const userId = await person();
    return () => within((em) => makeAgent(em, tenantId, userId));
  },
  'joining a custom group with tickets:manage': async () => {
    const [userId, groupId] = [await person(), await group(['tickets:manage'])];
    return () => within((em) => addMember(em, { tenantId, groupId, userId, by: admin }));
  },
  'a permission for the group of one person': async () => {
    const [userId, groupId] = [await person(), await group(['tickets:close'])];
    await within((em) => addMember(em, { tenantId, groupId, userId }));
    const permissions = ['tickets:manage', 'tickets:close'] as const;
    return () => within((em) => setPermissions(em, tenantId, { groupId, permissions, by: admin }));
  },
  'reactivating an agent': async () => {
    const userId = await person();
    const acting = { by: admin, now: new Date() };
    await within((em) => makeAgent(em, tenantId, userId));
    await within((em) => deactivateUser(em, tenantId, userId, acting));
    return () => within((em) => reactivateUser(em, tenantId, userId, acting));
  },
};

/** Everything that a refused attempt could have left behind. */
const traces = () =>
  within(async (em) => ({
    agents: (await agents(em)).length,
    members: await em.count(GroupMemberEntity, {}),
    permissions: await em.count(GroupPermissionEntity, {}),
    logged: (await em.execute<{ n: number }[]>('select count(*)::int as n from settings_change'))[0]?.n ?? 0,
  }));

async function race(ready: readonly Attempt[]): Promise<Refused[]> {
  const outcomes = await Promise.allSettled(ready.map((attempt) => attempt()));
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(lost.filter((reason) => !(reason instanceof Refused))).toEqual([]);
  return lost as Refused[];
}

describe(`${attempts} at once for the last seat (R13, R14)`, () => {
  beforeEach(newTenant);

  it.each([...Object.keys(ways).map((way) => [way, [way]] as const), ['all ways mixed', Object.keys(ways)] as const])(
    '%s: exactly one gets it, and the others leave nothing behind',
    async (_name, mix) => {
      const ready: Attempt[] = [];
      for (let n = 0; n < attempts; n += 1) {
        const prepare = ways[mix[n % mix.length] ?? ''];
        if (prepare !== undefined) ready.push(await prepare());
      }
      expect(ready).toHaveLength(attempts);
      const before = await traces();
      const lost = await race(ready);
      expect(lost).toHaveLength(attempts - 1);
      for (const { refusal } of lost) {
        expect(refusal).toMatchObject({
          code: 'quota_exceeded',
          key: 'refusal.quota.seats',
          values: { after: 11, limit: 10, before: 10 },
          details: { quota: 'max_agents', limit: 10, use: 10, wanted: 11 },
        });
      }
      const after = await traces();
      expect(after.agents).toBe(10);
      const made = { members: after.members - before.members, permissions: after.permissions - before.permissions };
      expect(made.members + made.permissions).toBeLessThanOrEqual(1);
      expect(after.logged - before.logged).toBeLessThanOrEqual(1);
    },
  );
});

describe('a seat', () => {
  beforeEach(newTenant);

  it('is taken once, by however many groups', async () => {
    const [first = ''] = seated;
    for (const groupId of [await group(['tickets:manage']), await group(['tickets:manage'])]) {
      await within((em) => addMember(em, { tenantId, groupId, userId: first }));
    }
    expect(await seats()).toBe(9);
  });

  it('is freed by deactivation and by the last group that is left, not by one of two', async () => {
    const [first = '', second = ''] = seated;
    const other = await group(['tickets:manage']);
    await within((em) => addMember(em, { tenantId, groupId: other, userId: first }));
    const itsm = await within((em) => em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'itsm_agent' }));
    await within((em) => removeMember(em, { tenantId, groupId: itsm.id, userId: first, by: admin }));
    expect(await seats()).toBe(9);
    const gone = await within((em) => removeMember(em, { tenantId, groupId: other, userId: first, by: admin }));
    expect([await seats(), gone.lost]).toEqual([8, [first]]);
    await within((em) => deactivateUser(em, tenantId, second, { by: admin, now: new Date() }));
    expect(await seats()).toBe(7);
  });

  it('for everybody at once is refused as a whole', async () => {
    await several(5);
    const everyone = await within((em) => em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'everyone' }));
    const giving = within((em) =>
      setPermissions(em, tenantId, { groupId: everyone.id, permissions: ['tickets:manage'], by: admin }),
    );
    await expect(giving).rejects.toMatchObject({
      refusal: { code: 'quota_exceeded', details: { limit: 10, use: 9, wanted: 15 } },
    });
    expect(await seats()).toBe(9);
  });
});

describe('a quota lowered below its use', () => {
  beforeEach(async () => {
    await newTenant();
    await within(async (em) => {
      const sold = await readLicence(em, tenantId);
      if (sold === null) throw new Error('The tenant of this test has a licence');
      await changeLicence(em, tenantId, { terms: { ...sold, maxAgents: 5 }, byId: null });
    });
  });

  it('takes nothing from anybody, and refuses every further seat', async () => {
    expect(await seats()).toBe(9);
    const userId = await person();
    await expect(within((em) => makeAgent(em, tenantId, userId))).rejects.toMatchObject({
      refusal: { code: 'quota_exceeded', details: { limit: 5, use: 9, wanted: 10 } },
    });
    expect(await seats()).toBe(9);
  });

  it('lets through what takes no seat: a second group of an agent, a removal', async () => {
    const [first = '', second = ''] = seated;
    const groupId = await group(['tickets:manage']);
    await within((em) => addMember(em, { tenantId, groupId, userId: first }));
    await within((em) => deactivateUser(em, tenantId, second, { by: admin, now: new Date() }));
    expect(await seats()).toBe(8);
    await expect(
      within((em) => reactivateUser(em, tenantId, second, { by: admin, now: new Date() })),
    ).rejects.toMatchObject({ refusal: { code: 'quota_exceeded' } });
  });
});
