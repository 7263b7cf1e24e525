import type { TenantEm } from '../../db/in-tenant.ts';

/**
 * Waits until nobody else changes who may do what in the tenant, and keeps it so until the transaction ends. Statements
 * after this one see what the others have done.
 */
export async function lockTenant(em: TenantEm, tenantId: string): Promise<void> {
  await em.execute('select 1 from tenant where id = ? for no key update', [tenantId]);
}

/** Waits for a change of who may do what that is being made, and lets none begin until the transaction ends. */
export async function keepTenantAsItIs(em: TenantEm): Promise<void> {
  // The policy leaves one row: that of the transaction's tenant.
  await em.execute('select 1 from tenant for share');
}
