import { inTenant } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { newId } from '../../ids.ts';
import { GroupEntity } from '../permissions/group.ts';
import { ItsmSettingsEntity, TenantEntity } from './tenant.ts';

/**
 * Makes a tenant with the platform's group Everyone, and gives its id. `slug` is unique: 2 to 40 of a-z, 0-9 and "-".
 * Without a queue address each agent is mailed about new tickets.
 */
export async function createTenant(
  orm: Orm,
  tenant: { name: string; slug: string; ticketPrefix?: string; queueAddress?: string },
): Promise<string> {
  const tenantId = newId();
  await inTenant(orm, tenantId, async (em) => {
    await em.insert(TenantEntity, { id: tenantId, name: tenant.name, slug: tenant.slug, createdAt: new Date() });
    await em.insert(ItsmSettingsEntity, {
      tenantId,
      ticketPrefix: tenant.ticketPrefix ?? 'TKT',
      queueAddress: tenant.queueAddress ?? null,
    });
    await em.insert(GroupEntity, { tenantId, id: newId(), name: 'Everyone', systemKey: 'everyone' });
  });
  return tenantId;
}
