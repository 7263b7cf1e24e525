import type { TenantEm } from '../../db/in-tenant.ts';

/**
 * Takes the tenant's lock on changes of access, and holds it until the transaction ends. Later statements see what
 * earlier holders of the lock have done.
 */
export async function lockTenant(em: TenantEm, tenantId: string): Promise<void> {
  await em.execute('select 1 from tenant where id = ? for no key update', [tenantId]);
}

/** Waits for a change of access in progress, and lets none begin until the transaction ends. */
export async function shareTenantLock(em: TenantEm): Promise<void> {
  // The policy leaves one row: that of the transaction's tenant.
  await em.execute('select 1 from tenant for share');
}
