import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { ApiKeyEntity } from './api-key.ts';

/** Revokes all keys that act for a person, at once and for good. The caller holds the tenant's lock. */
export async function revokeKeysOf(
  em: TenantEm,
  tenantId: string,
  { userId, by, now }: Readonly<{ userId: string; by: string; now: Date }>,
): Promise<void> {
  const keys = await em.find(ApiKeyEntity, { tenantId, userId, revokedAt: null });
  for (const { id, name: subject } of keys) {
    await em.nativeUpdate(ApiKeyEntity, { tenantId, id }, { revokedAt: now });
    await logSetting(em, tenantId, { kind: 'api_key_revoked', byId: by, subject });
  }
}

/**
 * Revokes a key at once and for good; revoking it again changes nothing.
 * @throws Refused `not_found`
 */
export async function revokeApiKey(
  em: TenantEm,
  tenantId: string,
  { id, by, now }: Readonly<{ id: string; by: string; now: Date }>,
): Promise<void> {
  await lockTenant(em, tenantId);
  const key = await em.findOne(ApiKeyEntity, { tenantId, id }, { refresh: true });
  if (key === null) throw new Refused({ code: 'not_found', key: 'refusal.api_key.unknown' });
  if (key.revokedAt != null) return;
  await em.nativeUpdate(ApiKeyEntity, { tenantId, id }, { revokedAt: now });
  await logSetting(em, tenantId, { kind: 'api_key_revoked', byId: by, subject: key.name });
}
