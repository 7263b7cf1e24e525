import type { TenantEm } from '../../db/in-tenant.ts';
import type { LicenceTerms } from '../../domain/licence.ts';
import { LicenceEntity } from './licence.ts';

/** The tenant's licence and its version, or null if it never had one. */
export async function readLicence(
  em: TenantEm,
  tenantId: string,
): Promise<(LicenceTerms & { version: number }) | null> {
  // Read again: what this transaction read before it got the tenant's lock may be out of date.
  const row = await em.findOne(LicenceEntity, { tenantId }, { refresh: true });
  if (row === null) return null;
  const { active, flags, maxAgents, maxEmailsMonth, callsPerKey, callsPerTenant, version } = row;
  const validUntil = row.validUntil?.toISOString() ?? null;
  return { active, validUntil, flags, maxAgents, maxEmailsMonth, callsPerKey, callsPerTenant, version };
}
