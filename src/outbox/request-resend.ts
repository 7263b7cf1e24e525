import type { TenantEm } from '../db/in-tenant.ts';
import { NoticeEntity } from '../db/ticket-entities.ts';
import { Refused } from '../domain/refusal.ts';

/** The mail of a ticket to be sent again, and who requests it (`by`, a user's id). */
export type ResendRequest = Readonly<{ tenantId: string; ticketId: string; noticeId: string; by: string; now: Date }>;

/**
 * Makes a failed mail due again (R20), from now on like a new one; it keeps its Message-ID. Does nothing if the mail is
 * under way or sent, so repeating is safe. Mails that were never to be sent, or that the quota had no room for, stay as
 * they are (R19).
 * @throws Refused `not_found`, `mail_not_failed`
 */
export async function requestResend(em: TenantEm, request: ResendRequest): Promise<void> {
  const { tenantId, ticketId, noticeId, by, now } = request;
  const requested = await em.execute<{ id: string }[]>(
    `update notice set state = 'waiting', next_try_at = ?, leased_until = null, asked_again_at = ?, asked_again_by = ?,
       tries_before = attempts
     where tenant_id = ? and ticket_id = ? and id = ? and state = 'failed' returning id`,
    [now, now, by, tenantId, ticketId, noticeId],
  );
  if (requested.length > 0) return;
  const notice = await em.findOne(NoticeEntity, { tenantId, ticketId, id: noticeId });
  if (notice === null) throw new Refused({ code: 'not_found', key: 'refusal.mail.unknown' });
  if (notice.state !== 'dropped' && notice.state !== 'skipped') return;
  throw new Refused({ code: 'mail_not_failed', key: whyNot[notice.state] });
}

const whyNot = {
  dropped: 'refusal.mail.dropped',
  skipped: 'refusal.mail.skipped',
} as const;
