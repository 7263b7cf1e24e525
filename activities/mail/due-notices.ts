import type { TenantEm } from '../../src/db/in-tenant.ts';

/** When the ticket's next notice may be tried (ISO 8601): one that is leased to somebody not before the lease ends. */
export async function mailDueAt(em: TenantEm, of: { tenantId: string; ticketId: string }): Promise<string | null> {
  const [next] = await em.execute<{ due: Date | string | null }[]>(
    `select min(greatest(next_try_at, coalesce(leased_until, next_try_at))) as due from notice
     where tenant_id = ? and ticket_id = ? and next_try_at is not null`,
    [of.tenantId, of.ticketId],
  );
  return next?.due == null ? null : new Date(next.due).toISOString();
}
