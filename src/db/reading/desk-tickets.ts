import type { Status } from '../../domain/status.ts';
import type { ResolutionAnswer, Side, TicketType } from '../../domain/ticket.ts';
import { isActive } from '../active-tickets.ts';
import type { TenantEm } from '../in-tenant.ts';
import { filterTickets } from '../search/filter-tickets.ts';

/** `open` are the active tickets (open, in progress, resolved), `all` the finished ones too. */
export type DeskView = 'open' | 'all';

/** Where a page of the list ended: the next one begins after it. */
export type DeskPlace = Readonly<{ asks: boolean; changedAt: Date; id: string }>;

/** A row of "my tickets". `changedAt` is the last change that the reporter may know of. */
export type DeskTicketRow = DeskPlace &
  Readonly<{
    number: string;
    type: TicketType;
    title: string;
    status: Status;
    waitingFor: Side | null;
    resolutionAnswer: ResolutionAnswer | null;
    firstPublicReplyAt: Date | null;
    lastPublicSide: Side;
    lastMessage: string | null;
    lastSpeakerId: string | null;
    lastSpeakerName: string | null;
  }>;

export type DeskCounts = Readonly<{ open: number; all: number; waiting: number }>;

// `updated_at` changes with internal notes too: ordering or dating by it would reveal them to the reporter (R3).
const changedAt = 'greatest(t.created_at, t.last_public_at, t.resolved_at, t.finished_at, t.waiting_since)';
const active = isActive('t');

/**
 * The reporter's own tickets (R22), of a search those that it finds in what they may see: those waiting for the reporter first, then by their last public change. */
export async function deskTickets(
  em: TenantEm,
  asked: { reporterId: string; view: DeskView; q: string; after: DeskPlace | null; limit: number },
): Promise<DeskTicketRow[]> {
  const { reporterId, view, q, after, limit } = asked;
  const searcher = { kind: 'reporter', userId: reporterId } as const;
  const found = q === '' ? null : await filterTickets(em, q, searcher);
  const rows = await em.execute<DeskTicketRow[]>(
    `with mine as (
       select t.*, t.waiting_for is not distinct from 'reporter' as asks, ${changedAt} as changed_at
       from ticket t
       where t.reporter_id = ? ${view === 'open' ? `and ${active}` : ''} ${found === null ? '' : `and (${found.sql})`}
     ), page as (
       select * from mine
       ${after === null ? '' : 'where (asks, changed_at, id) < (?::boolean, ?::timestamptz, ?::uuid)'}
       order by asks desc, changed_at desc, id desc
       limit ?
     )
     select p.id, p.number, p.type, p.title, p.status, p.waiting_for as "waitingFor",
       p.resolution_answer as "resolutionAnswer", p.first_public_reply_at as "firstPublicReplyAt",
       p.last_public_side as "lastPublicSide", p.asks, p.changed_at as "changedAt",
       said.message as "lastMessage", said.actor_id as "lastSpeakerId", u.name as "lastSpeakerName"
     from page p
     left join lateral (
       select e.actor_id, case when e.actor_kind in ('user', 'mail_link') then e.actor_id::uuid end as person,
         left(x.body, 200) as message
       from ticket_event e
       join ticket_text x on x.tenant_id = e.tenant_id and x.id = e.text_id
       where e.tenant_id = p.tenant_id and e.ticket_id = p.id and e.audience = 'public' and e.type = 'comment_added'
       order by e.sequence desc
       limit 1
     ) said on true
     left join app_user u on u.tenant_id = p.tenant_id and u.id = said.person
     order by p.asks desc, p.changed_at desc, p.id desc`,
    [
      reporterId,
      ...(found?.params ?? []),
      ...(after === null ? [] : [after.asks, after.changedAt.toISOString(), after.id]),
      limit,
    ],
  );
  return rows.map((row) => ({
    ...row,
    changedAt: new Date(row.changedAt),
    firstPublicReplyAt: row.firstPublicReplyAt === null ? null : new Date(row.firstPublicReplyAt),
  }));
}

/** How many tickets the reporter has: active, all, and those waiting for the reporter's answer. */
export async function deskCounts(em: TenantEm, reporterId: string): Promise<DeskCounts> {
  const [counts] = await em.execute<DeskCounts[]>(
    `select count(*) filter (where ${active})::int as open, count(*)::int as "all",
       count(*) filter (where t.waiting_for = 'reporter')::int as waiting
     from ticket t
     where t.reporter_id = ?`,
    [reporterId],
  );
  return counts ?? { open: 0, all: 0, waiting: 0 };
}
