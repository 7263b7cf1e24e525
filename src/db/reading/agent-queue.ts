import type { TicketList, TicketSort } from '../../domain/filter/ticket-list.ts';
import { allOf, type Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Status } from '../../domain/status.ts';
import type { Priority, ResolutionAnswer, Side, TicketType } from '../../domain/ticket.ts';
import { findFor, ticketCondition } from './ticket-condition.ts';
import { type Keyset, keyset, placeIn, type TicketPlace } from './ticket-order.ts';

/** A ticket as a row of the queue. `unread`: something happened that this agent has not had on screen. */
export type QueueRow = Readonly<{
  id: string;
  number: string;
  type: TicketType;
  title: string;
  preview: string;
  reporter: string;
  assignee: string | null;
  status: Status;
  priority: Priority;
  resolutionAnswer: ResolutionAnswer | null;
  withdrawalRequestedAt: string | null;
  waitingFor: Side | null;
  waitingSince: Date | null;
  createdAt: Date;
  updatedAt: Date;
  unread: boolean;
  /** The label of its first asset from when it was linked, and how many assets it has. */
  asset: string | null;
  assets: number;
}>;

/** Which page of a list: the first, the one after a place, or the one before it. */
export type QueueCursor = Readonly<{ side: 'after' | 'before'; place: TicketPlace }>;

export type QueuePage = Readonly<{ rows: readonly QueueRow[]; previous: TicketPlace | null; next: TicketPlace | null }>;

/** Who reads: `me` in a filter, and where their days begin (IANA name). */
export type Reader = Readonly<{ userId: string; timeZone: string }>;

/** One page of the queue as this person sees it. */
export async function readQueue(
  em: TenantEm,
  { filter, sort }: TicketList,
  asked: Reader & { cursor: QueueCursor | null; limit: number },
): Promise<QueuePage> {
  const { cursor, limit, ...reader } = asked;
  const found = await findFor(em, filter, agent);
  const rows = await readRows(em, { filter, sort, found, ...reader, cursor, limit: limit + 1 });
  const backwards = cursor?.side === 'before';
  const more = rows.length > limit;
  const page = (backwards ? rows.slice(0, limit).toReversed() : rows.slice(0, limit)).map(queueRow);
  const first = page[0];
  const last = page.at(-1);
  if (first === undefined || last === undefined) return { rows: [], previous: null, next: null };
  return {
    rows: page,
    previous: (backwards ? more : cursor !== null) ? placeOf(first, sort) : null,
    next: (backwards ? true : more) ? placeOf(last, sort) : null,
  };
}

/** The numbers of the tickets just before and after this place in a list. */
export async function readNeighbours(
  em: TenantEm,
  { filter, sort }: TicketList,
  asked: Reader & { place: TicketPlace },
): Promise<{ previous: string | null; next: string | null }> {
  const { place, ...reader } = asked;
  const sought = await findFor(em, filter, agent);
  const before = listing({ filter, sort, found: sought, ...reader, cursor: { side: 'before', place }, limit: 1 });
  const after = listing({ filter, sort, found: sought, ...reader, cursor: { side: 'after', place }, limit: 1 });
  const [found] = await em.execute<{ previous: string | null; next: string | null }[]>(
    `select (select number from (${before.sql}) b) as previous, (select number from (${after.sql}) a) as next`,
    [...before.params, ...after.params],
  );
  return found ?? { previous: null, next: null };
}

const agent = { kind: 'agent' } as const;

type Listing = TicketList & Reader & Readonly<{ found: Condition | null; cursor: QueueCursor | null; limit: number }>;

function placeOf({ updatedAt, ...row }: QueueRow, sort: TicketSort): TicketPlace {
  return placeIn(sort, { ...row, changedAt: updatedAt });
}

function keysetOf({ sort, cursor }: Pick<Listing, 'sort' | 'cursor'>): Keyset {
  const backwards = cursor?.side === 'before';
  return keyset(sort, { place: cursor?.place ?? null, backwards, changedAt: 'updated_at' });
}

function listing({ filter, found, userId, timeZone, limit, ...order }: Listing): Condition {
  const { beyond, orderBy } = keysetOf(order);
  const condition = ticketCondition(
    { filter, sort: order.sort },
    { userId, timeZone, changedAt: 't.updated_at', found },
  );
  const { sql, params } = allOf([condition, ...(beyond === null ? [] : [beyond])]);
  return { sql: `select t.* from ticket t where ${sql} ${orderBy('t')} limit ${limit}`, params };
}

type Raw = Omit<QueueRow, 'waitingSince' | 'createdAt' | 'updatedAt'> & {
  waitingSince: string | null;
  createdAt: string;
  updatedAt: string;
};

// Under the title stands the newest public message or, if there is none, the description.
async function readRows(em: TenantEm, asked: Listing): Promise<Raw[]> {
  const list = listing(asked);
  return em.execute<Raw[]>(
    `select p.id, p.number, p.type, p.title, p.status, p.priority, p.resolution_answer as "resolutionAnswer",
       p.withdrawal_requested_at as "withdrawalRequestedAt", p.waiting_for as "waitingFor",
       p.waiting_since as "waitingSince", p.created_at as "createdAt", p.updated_at as "updatedAt",
       r.name as reporter, a.name as assignee, coalesce(m.body, d.body, '') as preview,
       coalesce(s.sequence < p.sequence, p.finished_at is null) as unread,
       f.body as asset, cardinality(p.asset_ids) as assets
     from (${list.sql}) p
     join app_user r on r.id = p.reporter_id
     left join app_user a on a.id = p.assignee_id
     left join ticket_seen s on s.user_id = ? and s.ticket_id = p.id
     left join lateral (
       select left(x.body, 160) as body from ticket_event e join ticket_text x on x.id = e.text_id
       where e.ticket_id = p.id and e.audience = 'public' and e.type = 'comment_added'
       order by e.sequence desc limit 1) m on true
     left join lateral (
       select left(x.body, 160) as body from ticket_text x where x.id = p.description_text_id and m.body is null) d on true
     left join ticket_asset x on x.ticket_id = p.id and x.asset_id = p.asset_ids[1]
     left join ticket_text f on f.id = x.text_id
     ${keysetOf(asked).orderBy('p')}`,
    [...list.params, asked.userId],
  );
}

function queueRow(row: Raw): QueueRow {
  return {
    ...row,
    waitingSince: row.waitingSince === null ? null : new Date(row.waitingSince),
    createdAt: new Date(row.createdAt),
    updatedAt: new Date(row.updatedAt),
  };
}
