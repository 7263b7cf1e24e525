import type { TenantEm } from '../../db/in-tenant.ts';
import { flags as allFlags, type Flag } from '../../domain/licence.ts';
import { agentPermissions } from '../../domain/permissions.ts';
import { newId } from '../../ids.ts';
import { GroupEntity, GroupPermissionEntity } from '../permissions/group.ts';
import { LicenceEntity } from './licence.ts';

/**
 * Activates the add-on for the tenant in whose transaction this runs (R11): makes the system group "ITSM Agent" and lets
 * Everyone create tickets (R9). Activating again changes flags and end only: no second group, and no permission that an
 * administrator has taken away comes back.
 */
export async function activateLicence(
  em: TenantEm,
  tenantId: string,
  sold: { flags?: readonly Flag[]; validUntil?: Date } = {},
): Promise<void> {
  const terms = { active: true, validUntil: sold.validUntil ?? null, flags: [...(sold.flags ?? allFlags)] };
  const first = (await em.findOne(LicenceEntity, { tenantId })) === null;
  await em.upsert(LicenceEntity, { tenantId, ...terms });
  if (!first) return;
  const agentGroup = newId();
  await em.insert(GroupEntity, { tenantId, id: agentGroup, name: 'ITSM Agent', systemKey: 'itsm_agent' });
  await em.insertMany(
    GroupPermissionEntity,
    agentPermissions.map((permission) => ({ tenantId, groupId: agentGroup, permission })),
  );
  const everyone = await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'everyone' });
  await em.insert(GroupPermissionEntity, { tenantId, groupId: everyone.id, permission: 'tickets:create' });
}
