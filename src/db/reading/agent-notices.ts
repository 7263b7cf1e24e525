import type { MailEvent, SkipReason } from '../../domain/notices.ts';
import type { TenantEm } from '../in-tenant.ts';

/** One mail about a ticket and its state (R20). `to` is a name, or the address of the agents' queue. */
export type AgentNotice = Readonly<{
  id: string;
  eventSequence: number;
  event: MailEvent;
  audience: 'reporter' | 'agents';
  to: string | null;
  state: 'waiting' | 'retrying' | 'sent' | 'failed' | 'dropped' | 'skipped';
  skipReason: SkipReason | null;
  attempts: number;
  nextTryAt: Date | null;
  lastAnswer: string | null;
  createdAt: Date;
  sentAt: Date | null;
  /** When it was requested again, and by whom. */
  askedAgainAt: Date | null;
  askedAgainBy: string | null;
}>;

type Instant = 'nextTryAt' | 'sentAt' | 'askedAgainAt';
type Raw = Omit<AgentNotice, Instant | 'createdAt'> & Readonly<Record<Instant, string | null>> & { createdAt: string };

/** A place in the list of a ticket's mails. */
export type NoticePlace = Readonly<{ at: Date; sequence: number; id: string }>;

/** The mails about a ticket, newest first: those after a place, or from the start. */
export async function readNotices(
  em: TenantEm,
  ticketId: string,
  { after, limit }: { after: NoticePlace | null; limit: number },
): Promise<AgentNotice[]> {
  const rows = await em.execute<Raw[]>(
    `select n.id, n.event_sequence as "eventSequence", n.event, n.audience,
       coalesce(u.name, n.recipient_address) as "to", n.state, n.skip_reason as "skipReason", n.attempts,
       n.next_try_at as "nextTryAt", n.last_answer as "lastAnswer", n.created_at as "createdAt", n.sent_at as "sentAt",
       n.asked_again_at as "askedAgainAt", a.name as "askedAgainBy"
     from notice n left join app_user u on u.id = n.recipient_id left join app_user a on a.id = n.asked_again_by
     where n.ticket_id = ? ${after === null ? '' : 'and (n.created_at, n.event_sequence, n.id) < (?::timestamptz, ?::int, ?::uuid)'}
     order by n.created_at desc, n.event_sequence desc, n.id desc limit ?`,
    [ticketId, ...(after === null ? [] : [after.at, after.sequence, after.id]), limit],
  );
  return rows.map((row) => ({
    ...row,
    nextTryAt: instant(row.nextTryAt),
    createdAt: new Date(row.createdAt),
    sentAt: instant(row.sentAt),
    askedAgainAt: instant(row.askedAgainAt),
  }));
}

function instant(at: string | null): Date | null {
  return at === null ? null : new Date(at);
}
