import { randomUUID } from 'node:crypto';
import { writePeople } from '../../src/db/search/names.ts';
import { beginRebuilt } from '../../src/db/search/rebuild-tenant.ts';
import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { type Flag, flags as everyFlag } from '../../src/domain/licence.ts';
import { agentPermissions, type Permission } from '../../src/domain/permissions.ts';
import { hashPassword } from '../../src/host/identity/passwords.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { LicenceEntity } from '../../src/host/licence/licence.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from '../../src/host/permissions/group.ts';
import { TenantEntity } from '../../src/host/tenants/tenant.ts';
import { ItsmSettingsEntity } from '../../src/settings/itsm-settings-row.ts';
import { randomDigits } from './random-digits.ts';

/** What a person of a test is; one without anything is a reporter. */
export type PersonWish = Readonly<{
  name?: string;
  email?: string;
  /** Is in the group ITSM Agent. */
  agent?: boolean;
  /** Permissions by a group of their own, beside those of everybody. */
  permissions?: readonly Permission[];
  active?: boolean;
}>;

/** Somebody who can sign in, by the password that all people of the tests share. */
export type TestPerson = Readonly<{ tenantId: string; userId: string; name: string; email: string; password: string }>;

export type TenantWish<Name extends string> = Readonly<{
  name?: string;
  /** `null`: never licensed. Else what differs from an active licence without end. */
  licence?: Readonly<{ active?: boolean; validUntil?: Date | null; maxAgents?: number }> | null;
  flags?: readonly Flag[];
  /** What the group Everyone holds; tickets:create unless said otherwise. */
  everyone?: readonly Permission[];
  people?: Readonly<Record<Name, PersonWish>>;
}>;

export type TestTenant<Name extends string = string> = Readonly<{
  id: string;
  name: string;
  people: Readonly<Record<Name, TestPerson>>;
}>;

export const testPassword = 'correct horse battery staple';

let hashed: Promise<string> | undefined;

/**
 * A tenant of the test's own with licence (all flags), the groups Everyone and ITSM Agent, and people:
 * `createTenant(orm, { people: { rita: {}, agnes: { agent: true } } })`, then `tenant.people.rita`.
 */
export async function createTenant<Name extends string = never>(
  orm: Orm,
  wish: TenantWish<Name> = {},
): Promise<TestTenant<Name>> {
  const tenantId = randomUUID();
  const name = wish.name ?? `Tenant ${randomDigits()}`;
  const passwordHash = await (hashed ??= hashPassword(testPassword));
  return inTenant(orm, tenantId, async (em) => {
    await em.insert(TenantEntity, { id: tenantId, name, slug: `t-${tenantId}`.slice(0, 40) });
    await em.insert(ItsmSettingsEntity, { tenantId });
    await beginRebuilt(em, tenantId);
    if (wish.licence !== null) {
      const { active = true, validUntil = null } = wish.licence ?? {};
      await em.insert(LicenceEntity, {
        tenantId,
        active,
        validUntil,
        flags: [...(wish.flags ?? everyFlag)],
        maxAgents: wish.licence?.maxAgents ?? 10,
        maxEmailsMonth: 10_000,
        version: 1,
      });
    }
    const everyone = { name: 'Everyone', systemKey: 'everyone' } as const;
    await insertGroup(em, tenantId, { ...everyone, permissions: wish.everyone ?? ['tickets:create'] });
    const agentGroup = { name: 'ITSM Agent', systemKey: 'itsm_agent', permissions: agentPermissions } as const;
    const agents = await insertGroup(em, tenantId, agentGroup);
    const people = {} as Record<Name, TestPerson>;
    for (const key of Object.keys(wish.people ?? {}) as Name[]) {
      people[key] = await insertPerson(em, { tenantId, agents, passwordHash, key }, wish.people?.[key] ?? {});
    }
    return { id: tenantId, name, people };
  });
}

type Surroundings = Readonly<{ tenantId: string; agents: string; passwordHash: string; key: string }>;

async function insertPerson(em: TenantEm, at: Surroundings, wish: PersonWish): Promise<TestPerson> {
  const { tenantId, passwordHash, key } = at;
  const userId = randomUUID();
  const name = wish.name ?? `${key.slice(0, 1).toUpperCase()}${key.slice(1)} Example`;
  const email = wish.email ?? `${key.toLowerCase()}.${randomDigits()}@example.test`;
  await em.insert(UserEntity, { tenantId, id: userId, name, email, passwordHash, active: wish.active ?? true });
  await writePeople(em, tenantId, [{ id: userId, name, email }]);
  if (wish.agent) await em.insert(GroupMemberEntity, { tenantId, groupId: at.agents, userId });
  if (wish.permissions && wish.permissions.length > 0) {
    const groupId = await insertGroup(em, tenantId, { name: `Group of ${userId}`, permissions: wish.permissions });
    await em.insert(GroupMemberEntity, { tenantId, groupId, userId });
  }
  return { tenantId, userId, name, email, password: testPassword };
}

type NewGroup = Readonly<{ name: string; systemKey?: 'everyone' | 'itsm_agent'; permissions: readonly Permission[] }>;

async function insertGroup(em: TenantEm, tenantId: string, group: NewGroup): Promise<string> {
  const { name, systemKey = null, permissions } = group;
  const groupId = randomUUID();
  await em.insert(GroupEntity, { tenantId, id: groupId, name, systemKey });
  for (const permission of permissions) await em.insert(GroupPermissionEntity, { tenantId, groupId, permission });
  return groupId;
}
