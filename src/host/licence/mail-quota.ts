import type { TenantEm } from '../../db/in-tenant.ts';

/** The calendar month of an instant in UTC, as `2026-11`: mails are counted by it (R13). */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 7);
}

/** What a month has used. */
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

/**
 * Counts one mail in the month of `at`, if the limit leaves room for it (R19): gives the month, or null. Exact however many
 * ask at once, because each asks the month's one row; it is undone with the transaction.
 */
export async function reserveMail(
  em: TenantEm,
  tenantId: string,
  { limit, at }: { limit: number; at: Date },
): Promise<string | null> {
  const month = monthOf(at);
  const [reserved] = await em.execute<{ used: number }[]>(
    `insert into mail_month as m (tenant_id, month, used) select ?, ?, 1 where ? > 0
     on conflict (tenant_id, month) do update set used = m.used + 1 where m.used < ? returning used`,
    [tenantId, month, limit, limit],
  );
  return reserved === undefined ? null : month;
}

/** Gives back what was counted, to the month that it was counted in: its mail has finally failed. */
export async function giveBackMail(em: TenantEm, tenantId: string, month: string): Promise<void> {
  await em.execute('update mail_month set used = used - 1 where tenant_id = ? and month = ? and used > 0', [
    tenantId,
    month,
  ]);
}

/** Counts a mail that was dropped in the month of `at`, and gives how many that makes. */
export async function countDropped(em: TenantEm, tenantId: string, at: Date): Promise<number> {
  const [row] = await em.execute<{ dropped: number }[]>(
    `insert into mail_month as m (tenant_id, month, dropped) values (?, ?, 1)
     on conflict (tenant_id, month) do update set dropped = m.dropped + 1 returning dropped`,
    [tenantId, monthOf(at)],
  );
  return row?.dropped ?? 1;
}
