import type { TenantEm } from '../../db/in-tenant.ts';
import type { Licence } from '../../domain/licence.ts';
import { LicenceEntity } from './licence.ts';

/** The tenant's licence, or null when it never had one. */
export async function readLicence(em: TenantEm, tenantId: string): Promise<Licence | null> {
  const row = await em.findOne(LicenceEntity, { tenantId });
  if (row === null) return null;
  return { active: row.active, validUntil: row.validUntil?.toISOString() ?? null, flags: row.flags };
}
