import type { Orm } from '../../db/orm.ts';
import type { MailEvent, TextRole } from '../../domain/notices.ts';
import type { Status } from '../../domain/status.ts';
import type { Claim } from '../item.ts';

/** A notice that this worker holds. */
export type ClaimedNotice = Claim &
  Readonly<{
    ticketId: string;
    event: MailEvent;
    audience: 'reporter' | 'agents';
    eventSequence: number;
    actorId: string | null;
    messageId: string;
    status: Status;
    assigneeId: string | null;
    recipientId: string | null;
    recipientAddress: string | null;
    textId: string | null;
    textRole: TextRole | null;
  }>;

/** Claims due notices, over all tenants in turn, and counts the attempt. Two callers never hold the same one. */
export async function claimNotices(
  orm: Orm,
  { now, leaseSeconds, atMost }: Readonly<{ now: Date; leaseSeconds: number; atMost: number }>,
): Promise<ClaimedNotice[]> {
  const rows = await orm.em.fork().execute<(Omit<ClaimedNotice, 'triedSince'> & { triedSince: Date | string })[]>(
    `select tenant_id as "tenantId", id, attempts, counted_month as "countedMonth",
       outcome_unknown as "outcomeUnknown", tries_before as "triesBefore", tried_since as "triedSince",
       ticket_id as "ticketId", event, audience, event_sequence as "eventSequence", actor_id as "actorId",
       message_id as "messageId", status,
       assignee_id as "assigneeId", recipient_id as "recipientId", recipient_address as "recipientAddress",
       text_id as "textId", text_role as "textRole"
     from notice_claim(?, make_interval(secs => ?), ?)`,
    [now, leaseSeconds, atMost],
  );
  return rows
    .map((row) => ({ ...row, triedSince: new Date(row.triedSince) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
