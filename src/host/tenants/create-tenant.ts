import type { TenantEm } from '../../db/in-tenant.ts';
import { beginRebuilt } from '../../db/search/rebuild-tenant.ts';
import type { Locale } from '../../domain/locale.ts';
import { newId } from '../../ids.ts';
import { GroupEntity } from '../permissions/group.ts';
import { TenantEntity } from './tenant.ts';
import { ItsmSettingsEntity } from '../../settings/itsm-settings-row.ts';

/**
 * Creates a tenant with the platform's group Everyone, inside a transaction for that very tenant id. `slug` is unique:
 * 2 to 40 of a-z, 0-9 and "-". Without a queue address each agent is mailed about new tickets; without a language or a time
 * zone (IANA name), people who chose none get their browser's and UTC.
 */
export async function createTenant(
  em: TenantEm,
  tenant: {
    id: string;
    name: string;
    slug: string;
    language?: Locale;
    timeZone?: string;
    ticketPrefix?: string;
    queueAddress?: string;
  },
): Promise<void> {
  const { id: tenantId, name, slug } = tenant;
  await em.insert(TenantEntity, { id: tenantId, name, slug, createdAt: new Date() });
  await em.insert(ItsmSettingsEntity, {
    tenantId,
    language: tenant.language ?? null,
    timeZone: tenant.timeZone ?? null,
    ticketPrefix: tenant.ticketPrefix ?? 'TKT',
    queueAddress: tenant.queueAddress ?? null,
  });
  await em.insert(GroupEntity, { tenantId, id: newId(), name: 'Everyone', systemKey: 'everyone' });
  await beginRebuilt(em, tenantId);
}
