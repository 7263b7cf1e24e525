import type { TenantEm } from '../../db/in-tenant.ts';
import { type AccessChange, changeAccess } from './change-access.ts';
import { addMember, removeMember } from './groups.ts';

/**
 * Puts a person into some groups and takes them out of others, as one change of who may do what.
 * @throws Refused `quota_exceeded`, `last_administrator`, `group_protected` (Everyone has no list), `not_found`
 */
export async function changeGroups(
  em: TenantEm,
  tenantId: string,
  change: Readonly<{ userId: string; add: readonly string[]; remove: readonly string[]; by: string }>,
): Promise<AccessChange<void>> {
  const { userId, add, remove, by } = change;
  return changeAccess(em, tenantId, async () => {
    // First in, then out: whoever goes from one group to another keeps what both permit all the while.
    for (const groupId of add) await addMember(em, { tenantId, groupId, userId, by });
    for (const groupId of remove) await removeMember(em, { tenantId, groupId, userId, by });
  });
}
