import type { TenantEm } from '../../db/in-tenant.ts';
import type { Permission } from '../../domain/permissions.ts';
import { newId } from '../../ids.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from './group.ts';

/** Makes a custom group of the tenant with these permissions (R10), and gives its id. */
export async function createGroup(
  em: TenantEm,
  tenantId: string,
  group: { name: string; permissions: readonly Permission[] },
): Promise<string> {
  const id = newId();
  await em.insert(GroupEntity, { tenantId, id, name: group.name, systemKey: null });
  await em.insertMany(
    GroupPermissionEntity,
    group.permissions.map((permission) => ({ tenantId, groupId: id, permission })),
  );
  return id;
}

/** Puts a user into a group; being in it already is fine. */
export async function addMember(
  em: TenantEm,
  member: { tenantId: string; groupId: string; userId: string },
): Promise<void> {
  await em.upsert(GroupMemberEntity, member);
}

/** Puts a user into the tenant's system group "ITSM Agent" (R9). */
export async function makeAgent(em: TenantEm, tenantId: string, userId: string): Promise<void> {
  const group = await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'itsm_agent' });
  await addMember(em, { tenantId, groupId: group.id, userId });
}
