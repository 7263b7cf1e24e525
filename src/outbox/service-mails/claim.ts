import type { Orm } from '../../db/orm.ts';
import type { ServiceMailContent } from '../../host/service-mail/service-mail.ts';
import type { Claim } from '../item.ts';

/** A mail that belongs to no ticket, which this worker holds. */
export type ClaimedServiceMail = Claim &
  ServiceMailContent &
  Readonly<{ recipientAddress: string; recipientName: string }>;

/** Claims due mails, over all tenants in turn, and counts the attempt. Two callers never hold the same one. */
export async function claimServiceMails(
  orm: Orm,
  { now, leaseSeconds, atMost }: Readonly<{ now: Date; leaseSeconds: number; atMost: number }>,
): Promise<ClaimedServiceMail[]> {
  const rows = await orm.em.fork().execute<(ClaimedServiceMail & { triedSince: Date | string })[]>(
    `select tenant_id as "tenantId", id, attempts, counted_month as "countedMonth",
       outcome_unknown as "outcomeUnknown", tries_before as "triesBefore", tried_since as "triedSince",
       kind, recipient_address as "recipientAddress", recipient_name as "recipientName", fact
     from service_mail_claim(?, make_interval(secs => ?), ?)`,
    [now, leaseSeconds, atMost],
  );
  return rows.map((row) => ({ ...row, triedSince: new Date(row.triedSince) }));
}
