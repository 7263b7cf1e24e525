import type { ServiceMailContent } from '../../host/service-mail/service-mail.ts';
import type { Orm } from '../orm.ts';

/** A mail without a ticket, of whichever tenant, that this worker holds for as long as its lease lasts. */
export type ClaimedServiceMail = ServiceMailContent &
  Readonly<{
    id: string;
    tenant_id: string;
    tenant_name: string;
    recipient_address: string;
    recipient_name: string;
    attempts: number;
    created_at: Date | string;
  }>;

/** Takes due mails, the longest due first, and counts the attempt. Two callers never hold the same one. */
export async function claimServiceMails(
  orm: Orm,
  { now, leaseSeconds, atMost }: { now: Date; leaseSeconds: number; atMost: number },
): Promise<ClaimedServiceMail[]> {
  return orm.em
    .fork()
    .execute<ClaimedServiceMail[]>('select * from service_mail_claim(?, make_interval(secs => ?), ?)', [
      now,
      leaseSeconds,
      atMost,
    ]);
}

/** When the next mail may be tried (ISO 8601), null when all have come to their end. */
export async function serviceMailDueAt(orm: Orm): Promise<string | null> {
  const [next] = await orm.em.fork().execute<{ due: Date | string | null }[]>('select service_mail_due() as due');
  return next?.due == null ? null : new Date(next.due).toISOString();
}

/** Whether a mail has been waiting for longer than that without anybody having it in hand. */
export async function isServiceMailOverdue(orm: Orm, graceSeconds: number): Promise<boolean> {
  const [row] = await orm.em
    .fork()
    .execute<{ overdue: boolean | null }[]>('select service_mail_due() < now() - make_interval(secs => ?) as overdue', [
      graceSeconds,
    ]);
  return row?.overdue === true;
}
