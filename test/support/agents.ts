import { inTenant } from '../../src/db/in-tenant.ts';
import { LicenceEntity } from '../../src/host/licence/licence.ts';
import type { AccessChange } from '../../src/host/permissions/change-access.ts';
import { GroupEntity } from '../../src/host/permissions/group.ts';
import { removeMember } from '../../src/host/permissions/groups.ts';
import type { Product } from './product.ts';

/** Takes somebody out of the tenant's group ITSM Agent, as an administrator does. */
export async function removeAgent(product: Product, tenantId: string, userId: string): Promise<AccessChange<void>> {
  return inTenant(product.orm, tenantId, async (em) => {
    const group = await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'itsm_agent' });
    return removeMember(em, { tenantId, groupId: group.id, userId, by: null });
  });
}

/** Sells the tenant other limits, also such as are below its use. */
export async function limitTo(
  product: Product,
  tenantId: string,
  limits: { maxAgents?: number; maxEmailsMonth?: number; active?: boolean; validUntil?: Date },
): Promise<void> {
  await inTenant(product.orm, tenantId, (em) => em.nativeUpdate(LicenceEntity, { tenantId }, limits));
}
