import type { TenantEm } from '../../db/in-tenant.ts';
import { type AccessChange, changeAccess } from './change-access.ts';
import { addMember, removeMember } from './groups.ts';

/**
 * Adds a person to some groups and removes them from others, as one change of access.
 * @throws Refused `quota_exceeded`, `last_administrator`, `group_protected` (Everyone has no list), `not_found`
 */
export async function changeGroups(
  em: TenantEm,
  tenantId: string,
  change: Readonly<{ userId: string; add: readonly string[]; remove: readonly string[]; by: string }>,
): Promise<AccessChange<void>> {
  const { userId, add, remove, by } = change;
  return changeAccess(em, tenantId, async () => {
    // Added first, then removed: whoever moves between groups keeps what both permit throughout.
    for (const groupId of add) await addMember(em, { tenantId, groupId, userId, by });
    for (const groupId of remove) await removeMember(em, { tenantId, groupId, userId, by });
  });
}
