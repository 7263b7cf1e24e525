import { inContext, inTenant, type TenantEm } from './in-tenant.ts';
import type { Orm } from './orm.ts';

/** Somebody who can sign in: a person of a tenant or, without one, of the platform team. */
export type Account = Readonly<{ tenantId: string | null; userId: string }>;

/**
 * Runs `work` in one transaction that sees what belongs to the account: the rows of its tenant or, for somebody of the
 * platform team, their own rows only.
 */
export async function inAccount<T>(orm: Orm, account: Account, work: (em: TenantEm) => Promise<T>): Promise<T> {
  const { tenantId, userId } = account;
  if (tenantId !== null) return inTenant(orm, tenantId, work);
  return inContext(orm, { 'app.platform_user': userId }, work);
}
