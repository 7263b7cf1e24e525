import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import type { LicenceTerms } from '../../../src/domain/licence.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { LicenceChangeEntity } from '../../../src/host/licence/licence.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { GroupEntity, GroupPermissionEntity } from '../../../src/host/permissions/group.ts';
import { setPermissions } from '../../../src/host/permissions/groups.ts';
import { createTenant } from '../../../src/host/tenants/create-tenant.ts';
import { testDatabase } from '../../support/databases.ts';
import { startTestWeb } from '../../support/web.ts';
import { createPlatformPerson } from '../../support/platform.ts';

const many = Array.from({ length: 20 }, (_, index) => index);
let orm: Orm;

beforeAll(async () => {
  // As many connections as callers: they meet at the tenant's row, not in the pool.
  orm = await openOrm((await testDatabase()).appUrl, many.length);
});
afterAll(() => orm.close());

async function aTenant(): Promise<string> {
  const id = randomUUID();
  await inTenant(orm, id, (em) => createTenant(em, { id, name: 'A tenant', slug: `t-${id}`.slice(0, 40) }));
  return id;
}

function change(id: string, terms: Partial<LicenceTerms>, ifVersion?: number): Promise<boolean> {
  const seen = ifVersion === undefined ? {} : { ifVersion };
  return inTenant(orm, id, (em) =>
    changeLicence(em, id, { terms: { ...standardTerms, ...terms }, byId: null, ...seen }),
  );
}

const madeFor = (id: string) =>
  inTenant(orm, id, async (em) => {
    const groups = await em.find(GroupEntity, { tenantId: id });
    const permissions = await em.find(GroupPermissionEntity, { tenantId: id });
    const held = (key: string) =>
      permissions
        .filter(({ groupId }) => groupId === groups.find(({ systemKey }) => systemKey === key)?.id)
        .map(({ permission }) => permission)
        .toSorted();
    return {
      groups: groups.map(({ name }) => name).toSorted(),
      agents: held('itsm_agent'),
      everyone: held('everyone'),
      versions: (await em.find(LicenceChangeEntity, { tenantId: id }))
        .map(({ version }) => version)
        .toSorted((a, b) => a - b),
      licence: await readLicence(em, id),
    };
  });

const groups = {
  groups: ['Everyone', 'ITSM Agent'],
  agents: ['tickets:close', 'tickets:create', 'tickets:manage'],
  everyone: ['tickets:create'],
};

const isStale = (result: PromiseSettledResult<boolean>): boolean =>
  result.status === 'rejected' &&
  result.reason instanceof Refused &&
  result.reason.refusal.code === 'changed_meanwhile';

describe('twenty activations at once (R9)', () => {
  it('of the same terms make one change, and the system group once with all its permissions', async () => {
    const id = await aTenant();
    const changed = await Promise.all(many.map(() => change(id, {}, 0)));
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect(await madeFor(id)).toMatchObject({ ...groups, versions: [1], licence: { active: true, version: 1 } });
  });

  it('of different terms, from the same page, go through for one; the others are told', async () => {
    const id = await aTenant();
    const results = await Promise.allSettled(many.map((index) => change(id, { maxAgents: index }, 0)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.filter(isStale)).toHaveLength(19);
    expect(await madeFor(id)).toMatchObject({ ...groups, versions: [1] });
  });

  it('of different terms, whoever is last, make a version for each and still one group', async () => {
    const id = await aTenant();
    await Promise.all(many.map((index) => change(id, { maxAgents: index })));
    expect(await madeFor(id)).toMatchObject({
      ...groups,
      versions: many.map((index) => index + 1),
      licence: { version: 20 },
    });
  });

  it('by the form of the console make one change and one group', async () => {
    const id = await aTenant();
    const web = await startTestWeb();
    try {
      const person = await createPlatformPerson((await testDatabase()).ownerUrl);
      const form = {
        seen_version: '0',
        active: 'yes',
        flags: ['agent_portal'],
        max_agents: '5',
        max_emails_month: '100',
        calls_per_key: '1200',
        calls_per_tenant: '3000',
        valid_until: '',
      };
      const answers = await Promise.all(
        many.map(() => web.asPlatform(person).post(`/platform/tenants/${id}/licence`, form)),
      );
      expect(answers.map(({ status }) => status)).toEqual(many.map(() => 303));
    } finally {
      await web.close();
    }
    expect(await madeFor(id)).toMatchObject({ ...groups, versions: [1], licence: { maxAgents: 5 } });
  });
});

it('taking up a suspended licence makes no second group and gives nobody back what was taken away', async () => {
  const id = await aTenant();
  await change(id, {});
  await inTenant(orm, id, async (em) => {
    const everyone = await em.findOneOrFail(GroupEntity, { tenantId: id, systemKey: 'everyone' });
    await setPermissions(em, id, { groupId: everyone.id, permissions: [], by: null });
  });
  await change(id, { active: false });
  await Promise.all(many.map(() => change(id, {})));
  expect(await madeFor(id)).toMatchObject({ ...groups, everyone: [], versions: [1, 2, 3] });
});

it('what a transaction has read before it got the lock does not count: a newer change is not overwritten', async () => {
  const id = await aTenant();
  await change(id, {});
  const late = inTenant(orm, id, async (em) => {
    const seen = await readLicence(em, id);
    await change(id, { maxAgents: 12 });
    const terms = { ...standardTerms, maxEmailsMonth: 5 };
    return changeLicence(em, id, { terms, byId: null, ifVersion: seen?.version ?? 0 });
  });
  await expect(late).rejects.toThrow('changed_meanwhile (refusal.licence.changed)');
  expect(await madeFor(id)).toMatchObject({ licence: { maxAgents: 12, maxEmailsMonth: 10_000, version: 2 } });
});
