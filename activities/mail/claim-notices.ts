import type { TenantEm } from '../../src/db/in-tenant.ts';
import type { MailEvent, TextRole } from '../../src/domain/notices.ts';
import type { Status } from '../../src/domain/status.ts';

/** A notice that this worker holds for as long as its lease lasts. */
export type ClaimedNotice = Readonly<{
  id: string;
  event: MailEvent;
  audience: 'reporter' | 'agents';
  attempts: number;
  message_id: string;
  /** Since when it is tried: since it was written, or since an agent asked for it again. */
  tried_since: Date | string;
  tries_before: number;
  event_sequence: number;
  status: Status;
  assignee_id: string | null;
  recipient_id: string | null;
  recipient_address: string | null;
  text_id: string | null;
  text_role: TextRole | null;
  counted_month: string | null;
  outcome_unknown: boolean;
}>;

/** So long a notice belongs to the worker that took it; a worker that dies lets go of it then. In seconds. */
export const leaseSeconds = 180;

/**
 * Takes the ticket's due notices, oldest first, and counts the attempt. Two callers never hold the same notice: the rows
 * are locked while they are taken, and leased after that.
 */
export async function claimNotices(
  em: TenantEm,
  of: { tenantId: string; ticketId: string; now: Date; atMost: number },
): Promise<ClaimedNotice[]> {
  const claimed = await em.execute<ClaimedNotice[]>(
    // A lease that nobody has ended was that of a worker which died: its mail may have gone out all the same.
    `update notice n set leased_until = ?::timestamptz + make_interval(secs => ?), attempts = attempts + 1,
       outcome_unknown = n.outcome_unknown or (n.leased_until is not null and n.counted_month is not null)
     from (
       select id from notice
       where tenant_id = ? and ticket_id = ? and next_try_at <= ? and coalesce(leased_until, '-infinity') <= ?
       order by created_at, id limit ? for update skip locked
     ) due
     where n.tenant_id = ? and n.id = due.id
     returning n.id, n.event, n.event_sequence, n.audience, n.attempts, n.tries_before,
       coalesce(n.asked_again_at, n.created_at) as tried_since, n.message_id, n.status, n.assignee_id,
       n.recipient_id, n.recipient_address, n.text_id, n.text_role,
       n.counted_month, n.outcome_unknown`,
    [of.now, leaseSeconds, of.tenantId, of.ticketId, of.now, of.now, of.atMost, of.tenantId],
  );
  return claimed.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
