import type { TenantEm } from '../../db/in-tenant.ts';

/** The calendar month of an instant in UTC, as `2026-11`: the period of the mail quota (R13). */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

/** The use of a month. */
export type MailUse = Readonly<{ month: string; used: number; dropped: number }>;

/** The use of the month of `at`. */
export async function mailUse(em: TenantEm, tenantId: string, at: Date): Promise<MailUse> {
  const month = monthOf(at);
  const [row] = await em.execute<{ used: number; dropped: number }[]>(
    'select used, dropped from mail_month where tenant_id = ? and month = ?',
    [tenantId, month],
  );
  return { month, used: row?.used ?? 0, dropped: row?.dropped ?? 0 };
}

/** How many of the wanted mails the month has room for. */
export type Reserved = Readonly<{ month: string; granted: number }>;

/**
 * Counts mails in the month of `at`, as many as the limit leaves room for (R19). Exact however many callers there are
 * at once, because each locks the month's one row; it is undone with the transaction.
 */
export async function reserveMails(
  em: TenantEm,
  tenantId: string,
  { wanted, limit, at }: Readonly<{ wanted: number; limit: number; at: Date }>,
): Promise<Reserved> {
  const month = monthOf(at);
  if (wanted === 0) return { month, granted: 0 };
  const reserve = async (): Promise<{ granted: number } | undefined> => {
    const [reserved] = await em.execute<{ granted: number }[]>(
      `with room as (
         select least(?::integer, greatest(0, ?::integer - used)) as granted from mail_month
         where tenant_id = ? and month = ? for update
       )
       update mail_month m set used = m.used + room.granted from room where m.tenant_id = ? and m.month = ?
       returning room.granted`,
      [wanted, limit, tenantId, month, tenantId, month],
    );
    return reserved;
  };
  let reserved = await reserve();
  if (reserved === undefined) {
    await em.execute('insert into mail_month (tenant_id, month) values (?, ?) on conflict do nothing', [
      tenantId,
      month,
    ]);
    reserved = await reserve();
  }
  return { month, granted: reserved?.granted ?? 0 };
}

/** Returns what was counted to the month it was counted in, as nothing was sent. */
export async function returnMails(em: TenantEm, tenantId: string, { month, granted }: Reserved): Promise<void> {
  await em.execute('update mail_month set used = greatest(0, used - ?::integer) where tenant_id = ? and month = ?', [
    granted,
    tenantId,
    month,
  ]);
}

/** Counts mails that were dropped in the month of `at`, and returns the total. */
export async function countDropped(em: TenantEm, tenantId: string, at: Date, mails: number): Promise<number> {
  const [row] = await em.execute<{ dropped: number }[]>(
    `insert into mail_month as m (tenant_id, month, dropped) values (?, ?, ?)
     on conflict (tenant_id, month) do update set dropped = m.dropped + excluded.dropped returning dropped`,
    [tenantId, monthOf(at), mails],
  );
  return row?.dropped ?? mails;
}
