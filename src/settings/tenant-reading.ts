import type { TenantEm } from '../db/in-tenant.ts';
import type { Language } from '../domain/languages.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/** What the tenant's people read in unless they have chosen otherwise (R41); null where the tenant has chosen nothing. */
export type TenantReading = Readonly<{ language: Language | null; timeZone: string | null }>;

/** The tenant's language and time zone. */
export async function readTenantReading(em: TenantEm, tenantId: string): Promise<TenantReading> {
  const settings = await em.findOne(ItsmSettingsEntity, { tenantId });
  return { language: settings?.language ?? null, timeZone: settings?.timeZone ?? null };
}
