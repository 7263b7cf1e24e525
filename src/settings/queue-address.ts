import type { TenantEm } from '../db/in-tenant.ts';
import { ItsmSettingsEntity } from './itsm-settings-row.ts';

/** The address that stands for the whole agent queue (Settings → ITSM), or null if each agent is mailed. */
export async function queueAddress(em: TenantEm, tenantId: string): Promise<string | null> {
  const settings = await em.findOne(ItsmSettingsEntity, { tenantId });
  return settings?.queueAddress ?? null;
}
