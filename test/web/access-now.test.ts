import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { flags } from '../../src/domain/licence.ts';
import { findApiKey } from '../../src/host/api-keys/find-api-key.ts';
import { GroupEntity } from '../../src/host/permissions/group.ts';
import {
  addMember,
  createGroup,
  deleteGroup,
  removeMember,
  setPermissions,
} from '../../src/host/permissions/groups.ts';
import { changeLicence } from '../../src/host/licence/change-licence.ts';
import { readLicence } from '../../src/host/licence/read-licence.ts';
import { deactivateUser, reactivateUser } from '../../src/host/identity/people.ts';
import { createKeyFor } from '../support/api-keys.ts';
import type { Browser } from '../support/browser.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';

const names = Array.from({ length: 8 }, (_, index) => `person${index}`);

let web: TestWeb;
let tenant: TestTenant;
let browsers: Browser[];

beforeAll(async () => {
  web = await startTestWeb();
  const people = Object.fromEntries(names.map((name) => [name, {}]));
  tenant = await createTenant(web.orm, { people: { ...people, admin: { permissions: ['settings:manage'] } } });
  browsers = names.map((name) => web.as(personCalled(name)));
  // Everybody is signed in, and has been at a page, before anything changes.
  expect(await statuses('/desk')).toEqual(everybody(200));
});
afterAll(() => web.close());

function personCalled(name: string) {
  const person = tenant.people[name];
  if (person === undefined) throw new Error(`Nobody is called ${name}`);
  return person;
}

const everybody = (status: number): number[] => names.map(() => status);
const statuses = (path: string): Promise<number[]> =>
  Promise.all(browsers.map(async (browser) => (await browser.get(path)).status));

/** Commits a change and gives what the very next request of each signed-in person meets. */
async function next<T>(path: string, change: (em: Parameters<Parameters<typeof inTenant>[2]>[0]) => Promise<T>) {
  await inTenant(web.orm, tenant.id, change);
  return statuses(path);
}

const by = (): string => personCalled('admin').userId;
const acting = () => ({ by: by(), now: new Date() });

describe('a change takes effect with the very next request of people who are signed in (R10)', () => {
  it('of a group’s permissions, given and taken away', async () => {
    const groupId = await inTenant(web.orm, tenant.id, (em) =>
      createGroup(em, tenant.id, { name: 'Helpers', permissions: [] }),
    );
    for (const name of names) {
      await inTenant(web.orm, tenant.id, (em) =>
        addMember(em, { tenantId: tenant.id, groupId, userId: personCalled(name).userId }),
      );
    }
    expect(await statuses('/tickets')).toEqual(everybody(403));
    for (const round of [1, 2, 3]) {
      const given = { groupId, permissions: ['tickets:manage'], by: by() } as const;
      expect([round, await next('/tickets', (em) => setPermissions(em, tenant.id, given))]).toEqual([
        round,
        everybody(200),
      ]);
      const taken = { groupId, permissions: [], by: by() };
      expect([round, await next('/tickets', (em) => setPermissions(em, tenant.id, taken))]).toEqual([
        round,
        everybody(403),
      ]);
    }
    await inTenant(web.orm, tenant.id, (em) =>
      setPermissions(em, tenant.id, { groupId, permissions: ['tickets:manage'], by: by() }),
    );
    expect(await next('/tickets', (em) => deleteGroup(em, tenant.id, { groupId, by: by() }))).toEqual(everybody(403));
  });

  it('of the members of ITSM Agent: in, then out', async () => {
    const [first] = names;
    const userId = personCalled(first ?? '').userId;
    const only = names.map((name) => (name === first ? 200 : 403));
    const group = await inTenant(web.orm, tenant.id, (em) =>
      em.findOneOrFail(GroupEntity, { tenantId: tenant.id, systemKey: 'itsm_agent' }),
    );
    const member = { tenantId: tenant.id, groupId: group.id, userId, by: by() };
    expect(await next('/tickets', (em) => addMember(em, member))).toEqual(only);
    expect(await next('/tickets', (em) => removeMember(em, member))).toEqual(everybody(403));
  });

  it('of a person: deactivated, every session ends; reactivated, they sign in anew', async () => {
    const name = names.at(-1) ?? '';
    const { userId } = personCalled(name);
    const others = names.map((each) => (each === name ? 303 : 200));
    expect(await next('/desk', (em) => deactivateUser(em, tenant.id, userId, acting()))).toEqual(others);
    expect(await next('/desk', (em) => reactivateUser(em, tenant.id, userId, acting()))).toEqual(others);
    browsers[names.indexOf(name)] = web.as(personCalled(name));
    expect(await statuses('/desk')).toEqual(everybody(200));
  });

  it('of an API key’s person: permissions and being active count for the key as for its person', async () => {
    const name = names[0] ?? '';
    const { userId } = personCalled(name);
    const { key } = await createKeyFor(web.orm, personCalled(name));
    const found = async () => (await findApiKey(web.orm, key))?.actor.permissions;
    const change = <T>(work: Parameters<typeof inTenant<T>>[2]) => inTenant(web.orm, tenant.id, work);
    const group = await change((em) => em.findOneOrFail(GroupEntity, { tenantId: tenant.id, systemKey: 'itsm_agent' }));
    const member = { tenantId: tenant.id, groupId: group.id, userId, by: by() };
    expect(await found()).toEqual(['tickets:create']);
    await change((em) => addMember(em, member));
    expect(await found()).toEqual(['tickets:close', 'tickets:create', 'tickets:manage']);
    await change((em) => removeMember(em, member));
    expect(await found()).toEqual(['tickets:create']);
    await change((em) => deactivateUser(em, tenant.id, userId, acting()));
    expect(await found()).toBeUndefined();
    await change((em) => reactivateUser(em, tenant.id, userId, acting()));
    // A key that has ended with its person's access does not come back with it.
    expect(await found()).toBeUndefined();
    browsers[0] = web.as(personCalled(name));
  });

  it('of the licence: each flag, suspending, and its end', async () => {
    const sold = await inTenant(web.orm, tenant.id, (em) => readLicence(em, tenant.id));
    if (sold === null) throw new Error('The tenant of this test has a licence');
    const { version: _, ...terms } = sold;
    const change = (now: Partial<typeof terms>) =>
      next('/desk', (em) => changeLicence(em, tenant.id, { terms: { ...terms, ...now }, byId: null }));
    expect(await change({ flags: flags.filter((flag) => flag !== 'end_user_portal') })).toEqual(everybody(404));
    expect(await change({})).toEqual(everybody(200));
    expect(await change({ active: false })).toEqual(everybody(404));
    expect(await change({})).toEqual(everybody(200));
    expect(await change({ validUntil: new Date(Date.now() - 1).toISOString() })).toEqual(everybody(404));
    expect(await change({})).toEqual(everybody(200));
  });
});
