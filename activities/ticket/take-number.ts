import type { TenantEm } from '../../src/db/in-tenant.ts';
import { formatNumber, defaultPrefix } from '../../src/domain/numbering.ts';

/**
 * The tenant's next ticket number (R15). Gap-free because the counter is incremented in the transaction of the insert:
 * a rollback gives the number back, and a concurrent creation waits.
 */
export async function takeNumber(em: TenantEm, tenantId: string): Promise<string> {
  const [taken] = await em.execute<{ last: string; prefix: string | null }[]>(
    `insert into ticket_counter (tenant_id, last) values (?, 1)
     on conflict (tenant_id) do update set last = ticket_counter.last + 1
     returning last, (select ticket_prefix from itsm_settings s where s.tenant_id = ticket_counter.tenant_id) as prefix`,
    [tenantId],
  );
  if (taken === undefined) throw new Error('The ticket counter gave no number');
  return formatNumber(taken.prefix ?? defaultPrefix, Number(taken.last));
}
