import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant, type TenantEm } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { flags } from '../../../src/domain/licence.ts';
import { agentPermissions } from '../../../src/domain/permissions.ts';
import { ApiKeyEntity } from '../../../src/host/api-keys/api-key.ts';
import { createApiKey } from '../../../src/host/api-keys/create-api-key.ts';
import { findApiKey } from '../../../src/host/api-keys/find-api-key.ts';
import { newKeyText } from '../../../src/host/api-keys/key-text.ts';
import { revokeApiKey } from '../../../src/host/api-keys/revoke-api-key.ts';
import { rotateApiKey } from '../../../src/host/api-keys/rotate-api-key.ts';
import { deactivateUser, reactivateUser } from '../../../src/host/identity/people.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { isAgent, seatsInUse } from '../../../src/host/permissions/agents.ts';
import { createGroup, addMember, setPermissions } from '../../../src/host/permissions/groups.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { newId } from '../../../src/ids.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';

let orm: Orm;
let tenant: TestTenant<'admin' | 'agnes' | 'rita'>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  tenant = await createTenant(orm, {
    people: { admin: { permissions: ['settings:manage'] }, agnes: { agent: true }, rita: {} },
  });
});
afterAll(() => orm.close());

const inIt = <T>(work: (em: TenantEm) => Promise<T>): Promise<T> => inTenant(orm, tenant.id, work);
const acting = () => ({ by: tenant.people.admin.userId, now: new Date() });
const minutes = (n: number): Date => new Date(Date.now() + n * 60_000);
const rowOf = (id: string) => inIt((em) => em.findOneOrFail(ApiKeyEntity, { tenantId: tenant.id, id }));

describe('a key finds', () => {
  it('its tenant, its person with the permissions of now, its scopes, licence and limits', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes, { scopes: ['tickets:read'] });
    expect(await findApiKey(orm, key)).toEqual({
      keyId: id,
      tenantId: tenant.id,
      tenantName: tenant.name,
      actor: {
        kind: 'user',
        id: tenant.people.agnes.userId,
        permissions: agentPermissions.toSorted(),
        byKey: { id },
      },
      scopes: ['tickets:read'],
      licence: { active: true, validUntil: null, flags },
      limits: { perKey: 1200, perTenant: 3000 },
    });
  });

  it('an integration with the permissions that were chosen with it', async () => {
    const { id, key } = await createIntegrationKey(orm, tenant.id, { permissions: ['tickets:create'] });
    const found = await findApiKey(orm, key);
    expect(found?.actor).toEqual({ kind: 'integration', id, permissions: ['tickets:create'] });
  });

  it('nobody when the secret, the id or the environment is another', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    expect(await findApiKey(orm, newKeyText('live', id))).toBeNull();
    expect(await findApiKey(orm, newKeyText('demo', id))).toBeNull();
    expect(await findApiKey(orm, newKeyText('live', newId()))).toBeNull();
    expect(await findApiKey(orm, key.slice(0, -1))).toBeNull();
    expect((await rowOf(id)).lastUsedAt).toBeNull();
  });

  it('what the licence is at that moment, and no licence where there is none', async () => {
    const { key } = await createKeyFor(orm, tenant.people.agnes);
    const change = (terms: Partial<typeof standardTerms>) =>
      inIt((em) => changeLicence(em, tenant.id, { terms: { ...standardTerms, ...terms }, byId: null }));
    await change({ flags: ['agent_portal'] });
    expect((await findApiKey(orm, key))?.licence).toEqual({ active: true, validUntil: null, flags: ['agent_portal'] });
    await change({ active: false });
    expect((await findApiKey(orm, key))?.licence).toMatchObject({ active: false });
    await change({});
    const never = await createTenant(orm, { licence: null, people: { otto: {} } });
    const theirs = await findApiKey(orm, (await createKeyFor(orm, never.people.otto)).key);
    expect(theirs).toMatchObject({ tenantId: never.id, licence: null, limits: { perKey: 1200, perTenant: 3000 } });
  });
});

describe('of the key itself', () => {
  it('nothing is kept but its hash', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    const [kept] = await inIt((em) =>
      em.execute<{ row: string }[]>('select to_jsonb(k)::text as row from api_key k where id = ?', [id]),
    );
    const secret = key.slice(-49);
    for (const part of [key, secret, secret.slice(0, 20)]) expect(kept?.row).not.toContain(part);
  });

  it('use is written down once a minute at most, however many ask at once', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes);
    const version = async () =>
      (await inIt((em) => em.execute<{ xmin: string }[]>('select xmin::text from api_key where id = ?', [id])))[0]
        ?.xmin;
    await Promise.all(Array.from({ length: 8 }, () => findApiKey(orm, key)));
    const [used, written] = [(await rowOf(id)).lastUsedAt, await version()];
    expect(used).toBeInstanceOf(Date);
    await Promise.all(Array.from({ length: 8 }, () => findApiKey(orm, key)));
    expect(await version()).toBe(written);
    await inIt((em) =>
      em.execute(`update api_key set last_used_at = now() - interval '61 seconds' where id = ?`, [id], 'run'),
    );
    await findApiKey(orm, key);
    expect((await rowOf(id)).lastUsedAt?.getTime()).toBeGreaterThanOrEqual(used?.getTime() ?? Infinity);
  });
});

describe('a key ends', () => {
  it('when it expires', async () => {
    const { key } = await createKeyFor(orm, tenant.people.agnes, { expiresAt: minutes(-0.001) });
    expect(await findApiKey(orm, key)).toBeNull();
    const { key: lasting } = await createKeyFor(orm, tenant.people.agnes, { expiresAt: minutes(5) });
    expect(await findApiKey(orm, lasting)).not.toBeNull();
  });

  it('when it is revoked, with the next request and for good; twice is once', async () => {
    const { id, key } = await createKeyFor(orm, tenant.people.agnes, { name: 'Revoked one' });
    expect(await findApiKey(orm, key)).not.toBeNull();
    for (const _ of [1, 2]) await inIt((em) => revokeApiKey(em, tenant.id, { id, ...acting() }));
    expect(await findApiKey(orm, key)).toBeNull();
    const told = await inIt((em) =>
      em.count(SettingsChangeEntity, { kind: 'api_key_revoked', subject: 'Revoked one' }),
    );
    expect(told).toBe(1);
  });

  it('when its person is deactivated, for good: it does not come back with them', async () => {
    const { key } = await createKeyFor(orm, tenant.people.rita);
    const { userId } = tenant.people.rita;
    await inIt((em) => deactivateUser(em, tenant.id, userId, acting()));
    expect(await findApiKey(orm, key)).toBeNull();
    await inIt((em) => reactivateUser(em, tenant.id, userId, acting()));
    expect(await findApiKey(orm, key)).toBeNull();
    const anew = await createKeyFor(orm, tenant.people.rita);
    expect((await findApiKey(orm, anew.key))?.actor).toMatchObject({ id: userId });
  });
});

describe('what a key may do', () => {
  it('changes with the permissions of its person, at once', async () => {
    const { userId } = tenant.people.rita;
    const { key } = await createKeyFor(orm, tenant.people.rita);
    const permissions = async () => (await findApiKey(orm, key))?.actor.permissions;
    const groupId = await inIt((em) => createGroup(em, tenant.id, { name: 'Movers', permissions: [] }));
    await inIt((em) => addMember(em, { tenantId: tenant.id, groupId, userId }));
    expect(await permissions()).toEqual(['tickets:create']);
    const { by } = acting();
    await inIt((em) => setPermissions(em, tenant.id, { groupId, permissions: ['tickets:manage'], by }));
    expect(await permissions()).toEqual(['tickets:create', 'tickets:manage']);
    await inIt((em) => setPermissions(em, tenant.id, { groupId, permissions: [], by }));
    expect(await permissions()).toEqual(['tickets:create']);
  });

  it('takes no seat where it is an integration’s, and makes no assignee of it (R13, R31)', async () => {
    const before = await inIt(seatsInUse);
    const { id } = await createIntegrationKey(orm, tenant.id);
    expect(await inIt(seatsInUse)).toBe(before);
    expect(await inIt((em) => isAgent(em, id))).toBe(false);
  });
});

describe('making a key', () => {
  it('with one id makes one, whoever asks at the same time, and tells of it once', async () => {
    const id = newId();
    const { by } = acting();
    const wish = {
      id,
      name: 'Made once',
      scopes: ['tickets:read'],
      for: { permissions: [] },
      expiresAt: null,
      by,
    } as const;
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => inIt((em) => createApiKey(em, tenant.id, wish))),
    );
    expect(asked.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    for (const each of asked) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ refusal: { code: 'key_shown' } });
    }
    const told = await inIt((em) => em.find(SettingsChangeEntity, { kind: 'api_key_created', subject: 'Made once' }));
    expect(told).toMatchObject([{ byId: by, after: ['tickets:read'] }]);
  });

  it('is refused for somebody of another tenant, or who is not active', async () => {
    const other = await createTenant(orm, { people: { otto: {}, gone: { active: false } } });
    const make = (tenantId: string, userId: string) => createKeyFor(orm, { tenantId, userId });
    const notFound = { refusal: { code: 'not_found', field: 'user' } };
    await expect(make(tenant.id, other.people.otto.userId)).rejects.toMatchObject(notFound);
    await expect(make(other.id, other.people.gone.userId)).rejects.toMatchObject(notFound);
  });
});

describe('replacing a key', () => {
  const rotate = (id: string, wish: Partial<Parameters<typeof rotateApiKey>[2]> = {}) =>
    inIt((em) => rotateApiKey(em, tenant.id, { id, oldUntil: minutes(60), expiresAt: null, ...acting(), ...wish }));

  it('lets both work until the moment chosen, as one and the same integration', async () => {
    const old = await createIntegrationKey(orm, tenant.id, { name: 'Monitoring', permissions: ['tickets:create'] });
    const made = await rotate(old.id, { expiresAt: minutes(600) });
    const [before, after] = [await findApiKey(orm, old.key), await findApiKey(orm, made.key)];
    expect(after?.keyId).not.toBe(before?.keyId);
    expect(after?.actor).toEqual(before?.actor);
    expect(after?.scopes).toEqual(before?.scopes);
    expect(await rowOf(old.id)).toMatchObject({ replacedBy: made.id, name: 'Monitoring' });
    await inIt((em) => em.execute('update api_key set expires_at = now() where id = ?', [old.id], 'run'));
    expect(await findApiKey(orm, old.key)).toBeNull();
    expect(await findApiKey(orm, made.key)).not.toBeNull();
  });

  it('ends the old one at once where that is chosen, and never later than it would have ended', async () => {
    const first = await createKeyFor(orm, tenant.people.agnes);
    await rotate(first.id, { oldUntil: new Date() });
    expect(await findApiKey(orm, first.key)).toBeNull();
    const end = minutes(10);
    const second = await createKeyFor(orm, tenant.people.agnes, { expiresAt: end });
    await rotate(second.id);
    expect((await rowOf(second.id)).expiresAt).toEqual(end);
  });

  it('is refused for one that has ended, was replaced, or is another tenant’s', async () => {
    const changed = { refusal: { code: 'changed_meanwhile' } };
    const revoked = await createKeyFor(orm, tenant.people.agnes);
    await inIt((em) => revokeApiKey(em, tenant.id, { id: revoked.id, ...acting() }));
    await expect(rotate(revoked.id)).rejects.toMatchObject(changed);
    const expired = await createKeyFor(orm, tenant.people.agnes, { expiresAt: minutes(-1) });
    await expect(rotate(expired.id)).rejects.toMatchObject(changed);
    const replaced = await createKeyFor(orm, tenant.people.agnes);
    const made = newId();
    await rotate(replaced.id, { newId: made });
    await expect(rotate(replaced.id)).rejects.toMatchObject(changed);
    await expect(rotate(replaced.id, { newId: made })).rejects.toMatchObject({ refusal: { code: 'key_shown' } });
    const other = await createTenant(orm, { people: { otto: {} } });
    const theirs = await createKeyFor(orm, other.people.otto);
    await expect(rotate(theirs.id)).rejects.toMatchObject({ refusal: { code: 'not_found' } });
    expect(await findApiKey(orm, theirs.key)).not.toBeNull();
  });
});

describe('the rows of keys', () => {
  it('are each tenant’s own, and cannot become another’s or have another secret', async () => {
    const other = await createTenant(orm, { people: { otto: {} } });
    const theirs = await createKeyFor(orm, other.people.otto);
    expect(await inIt((em) => em.count(ApiKeyEntity, { id: theirs.id }))).toBe(0);
    const revoke = inIt((em) => revokeApiKey(em, tenant.id, { id: theirs.id, ...acting() }));
    await expect(revoke).rejects.toMatchObject({ refusal: { code: 'not_found' } });
    for (const change of [
      "secret_hash = '\\x00'",
      "scopes = '{}'",
      "permissions = '{}'",
      `tenant_id = '${other.id}'`,
    ]) {
      await expect(inIt((em) => em.execute(`update api_key set ${change}`, [], 'run'))).rejects.toThrow(/denied/);
    }
    await expect(inIt((em) => em.execute('delete from api_key', [], 'run'))).rejects.toThrow(/denied/);
  });
});
