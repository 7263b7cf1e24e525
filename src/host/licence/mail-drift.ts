import type { TenantEm } from '../../db/in-tenant.ts';
import { monthOf } from './mail-quota.ts';

/** A month whose counter and ledger disagree: mails counted, and mails that were recorded as counted in it. */
export type MailDrift = Readonly<{ month: string; counted: number; listed: number }>;

/**
 * Whether the counter disagrees with the ledger for the month of `at`, or for the one before; the earlier one first,
 * null if neither does. One statement sees both as of one instant: a mail that is just being counted is in both or in
 * neither.
 */
export async function mailDrift(em: TenantEm, tenantId: string, at: Date): Promise<MailDrift | null> {
  const before = monthOf(new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)));
  const [found] = await em.execute<MailDrift[]>(
    `select * from (
       select w.month, coalesce(m.used, 0) as counted,
         (select count(*)::int from notice n where n.tenant_id = ? and n.counted_month = w.month)
         + (select count(*)::int from service_mail s where s.tenant_id = ? and s.counted_month = w.month) as listed
       from (values (?), (?)) as w (month)
       left join mail_month m on m.tenant_id = ? and m.month = w.month
     ) months where counted <> listed order by month limit 1`,
    [tenantId, tenantId, before, monthOf(at), tenantId],
  );
  return found ?? null;
}
