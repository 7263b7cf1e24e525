import type { TenantEm } from '../../db/in-tenant.ts';
import type { Permission } from '../../domain/permissions.ts';
import { type RefusalKey, Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { type AccessChange, changeAccess } from './change-access.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from './group.ts';

/** Who does it: a user's id, or null for the platform while it sets a tenant up, which is not logged. */
export type By = string | null;

/** A stored group of the tenant; `systemKey` is null for custom groups. */
export type Group = Readonly<{ id: string; name: string; systemKey: 'everyone' | 'itsm_agent' | null }>;

/**
 * Creates a custom group of the tenant with these permissions (R10), and returns its id. With the caller's `id` it may
 * be repeated: an existing group stays as it is.
 * @throws Refused `name_taken`
 */
export async function createGroup(
  em: TenantEm,
  tenantId: string,
  group: { id?: string; name: string; permissions: readonly Permission[]; by?: By },
): Promise<string> {
  const id = group.id ?? newId();
  await lockTenant(em, tenantId);
  if ((await em.findOne(GroupEntity, { tenantId, id })) !== null) return id;
  await refuseTakenName(em, tenantId, group.name);
  await em.insert(GroupEntity, { tenantId, id, name: group.name, systemKey: null });
  await em.insertMany(
    GroupPermissionEntity,
    group.permissions.map((permission) => ({ tenantId, groupId: id, permission })),
  );
  await log(em, tenantId, group.by, { kind: 'group_created', subject: group.name, after: group.permissions });
  return id;
}

/**
 * Renames a custom group.
 * @throws Refused `name_taken`, `group_protected`, `not_found`
 */
export async function renameGroup(
  em: TenantEm,
  tenantId: string,
  change: { groupId: string; name: string; by: By },
): Promise<void> {
  await lockTenant(em, tenantId);
  const group = await groupOf(em, tenantId, change.groupId);
  if (group.systemKey !== null) throw protectedGroup(group, 'refusal.group.fixed_name');
  if (group.name === change.name) return;
  await refuseTakenName(em, tenantId, change.name, group.id);
  await em.nativeUpdate(GroupEntity, { tenantId, id: group.id }, { name: change.name });
  const about = { subject: change.name, before: group.name, after: change.name };
  await log(em, tenantId, change.by, { kind: 'group_renamed', ...about });
}

/**
 * Deletes a custom group; its members keep what other groups give them.
 * @throws Refused `group_protected`, `last_administrator`, `not_found`
 */
export async function deleteGroup(
  em: TenantEm,
  tenantId: string,
  change: { groupId: string; by: By },
): Promise<AccessChange<void>> {
  return changeAccess(em, tenantId, async () => {
    const group = await groupOf(em, tenantId, change.groupId);
    if (group.systemKey !== null) throw protectedGroup(group, 'refusal.group.not_deletable');
    const permissions = await permissionsOf(em, tenantId, group.id);
    await em.nativeDelete(GroupEntity, { tenantId, id: group.id });
    await log(em, tenantId, change.by, { kind: 'group_deleted', subject: group.name, before: permissions });
  });
}

/**
 * Gives a group exactly these permissions. The group ITSM Agent keeps its own (R9).
 * @throws Refused `group_protected`, `quota_exceeded`, `last_administrator`, `not_found`
 */
export async function setPermissions(
  em: TenantEm,
  tenantId: string,
  change: { groupId: string; permissions: readonly Permission[]; by: By },
): Promise<AccessChange<void>> {
  return changeAccess(em, tenantId, async () => {
    const group = await groupOf(em, tenantId, change.groupId);
    const before = await permissionsOf(em, tenantId, group.id);
    const after = change.permissions.toSorted();
    if (before.join() === after.join()) return;
    if (group.systemKey === 'itsm_agent') throw protectedGroup(group, 'refusal.group.fixed_permissions');
    await em.nativeDelete(GroupPermissionEntity, { tenantId, groupId: group.id });
    const rows = after.map((permission) => ({ tenantId, groupId: group.id, permission }));
    await em.insertMany(GroupPermissionEntity, rows);
    await log(em, tenantId, change.by, { kind: 'permissions_changed', subject: group.name, before, after });
  });
}

/**
 * Puts a user into a group; being in it already is fine.
 * @throws Refused `quota_exceeded`, `group_protected` (Everyone has no list), `not_found`
 */
export async function addMember(
  em: TenantEm,
  member: { tenantId: string; groupId: string; userId: string; by?: By },
): Promise<AccessChange<void>> {
  const { tenantId, groupId, userId } = member;
  return changeAccess(em, tenantId, async () => {
    const group = await groupOf(em, tenantId, groupId);
    if (group.systemKey === 'everyone') throw protectedGroup(group, 'refusal.group.everyone');
    const user = await em.execute('select 1 from app_user where id = ?', [userId]);
    if (user.length === 0) throw new Refused({ code: 'not_found', key: 'refusal.user.unknown' });
    if ((await em.count(GroupMemberEntity, { tenantId, groupId, userId })) > 0) return;
    await em.insert(GroupMemberEntity, { tenantId, groupId, userId });
    await log(em, tenantId, member.by, { kind: 'member_added', subject: group.name, userId });
  });
}

/**
 * Removes a user from a group; not being in it is fine.
 * @throws Refused `last_administrator`, `not_found`
 */
export async function removeMember(
  em: TenantEm,
  member: { tenantId: string; groupId: string; userId: string; by: By },
): Promise<AccessChange<void>> {
  const { tenantId, groupId, userId } = member;
  return changeAccess(em, tenantId, async () => {
    const group = await groupOf(em, tenantId, groupId);
    const removed = await em.nativeDelete(GroupMemberEntity, { tenantId, groupId, userId });
    if (removed > 0) await log(em, tenantId, member.by, { kind: 'member_removed', subject: group.name, userId });
  });
}

/** Puts a user into the tenant's system group "ITSM Agent" (R9). */
export async function makeAgent(em: TenantEm, tenantId: string, userId: string): Promise<void> {
  const group = await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'itsm_agent' });
  await addMember(em, { tenantId, groupId: group.id, userId });
}

async function groupOf(em: TenantEm, tenantId: string, groupId: string): Promise<Group> {
  const group = await em.findOne(GroupEntity, { tenantId, id: groupId });
  if (group === null) throw new Refused({ code: 'not_found', key: 'refusal.group.unknown' });
  return { id: group.id, name: group.name, systemKey: group.systemKey ?? null };
}

async function permissionsOf(em: TenantEm, tenantId: string, groupId: string): Promise<Permission[]> {
  const rows = await em.find(GroupPermissionEntity, { tenantId, groupId });
  return rows.map((row) => row.permission).toSorted();
}

/** Names that differ only in case look the same to readers: no other group may pass for ITSM Agent. */
async function refuseTakenName(em: TenantEm, tenantId: string, name: string, own: string | null = null): Promise<void> {
  const taken = await em.execute(
    'select 1 from permission_group where tenant_id = ? and lower(name) = lower(?) and id is distinct from ?',
    [tenantId, name, own],
  );
  if (taken.length === 0) return;
  throw new Refused({ code: 'name_taken', key: 'refusal.group.name_taken', field: 'name' });
}

function protectedGroup(group: Group, why: RefusalKey): Refused {
  return new Refused({ code: 'group_protected', key: why, values: { group: group.name } });
}

type Told = Omit<Parameters<typeof logSetting>[2], 'byId'>;

async function log(em: TenantEm, tenantId: string, by: By | undefined, change: Told): Promise<void> {
  if (by != null) await logSetting(em, tenantId, { ...change, byId: by });
}
