import type { TenantEm } from '../in-tenant.ts';
import type { Status } from '../../domain/status.ts';
import type { Priority, Side, TicketType } from '../../domain/ticket.ts';
import { queueCondition, type QueueFilter, type QueueSort } from './agent-queue-filter.ts';

/** A ticket as a line of the queue. `unread`: something happened that this agent has not had on screen. */
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
  waitingFor: Side | null;
  waitingSince: Date | null;
  createdAt: Date;
  updatedAt: Date;
  unread: boolean;
  /** What the first of its assets was called when it was linked, and how many it has. */
  asset: string | null;
  assets: number;
}>;

/** A place in a sorted list: the value of the ticket that is sorted by, and its id where two are alike. */
export type QueuePlace = Readonly<{ at: Date; id: string }>;

/** Which page of a list: the first, the one after a place, or the one before it. */
export type QueueCursor = Readonly<{ side: 'after' | 'before'; place: QueuePlace }>;

export type QueuePage = Readonly<{ rows: readonly QueueRow[]; previous: QueuePlace | null; next: QueuePlace | null }>;

const keys = {
  updated: { column: 'updated_at', descending: true },
  created: { column: 'created_at', descending: true },
  waiting: { column: 'waiting_since', descending: false },
} as const satisfies Record<QueueSort, { column: string; descending: boolean }>;

/**
 * One page of the queue, by keyset: what stands beside it is found by the last row's values, so that tickets which
 * change meanwhile move nothing else, and page 800 costs what page 1 costs.
 */
export async function readQueue(
  em: TenantEm,
  filter: QueueFilter,
  asked: { sort: QueueSort; cursor: QueueCursor | null; limit: number },
): Promise<QueuePage> {
  const { sort, cursor, limit } = asked;
  const rows = await readRows(em, filter, { sort, cursor, limit: limit + 1 });
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

/** The numbers of the tickets just before and after this one in a list. */
export async function readNeighbours(
  em: TenantEm,
  filter: QueueFilter,
  asked: { sort: QueueSort; place: QueuePlace },
): Promise<{ previous: string | null; next: string | null }> {
  const { sort, place } = asked;
  const before = listing(filter, { sort, cursor: { side: 'before', place }, limit: 1 });
  const after = listing(filter, { sort, cursor: { side: 'after', place }, limit: 1 });
  const [found] = await em.execute<{ previous: string | null; next: string | null }[]>(
    `select (select number from (${before.sql}) b) as previous, (select number from (${after.sql}) a) as next`,
    [...before.params, ...after.params],
  );
  return found ?? { previous: null, next: null };
}

/** Where a ticket stands in a list sorted that way; null if it has no place in it. */
export function placeIn(
  sort: QueueSort,
  ticket: Readonly<{ id: string; createdAt: Date; updatedAt: Date; waitingSince: Date | null }>,
): QueuePlace | null {
  const at = { updated: ticket.updatedAt, created: ticket.createdAt, waiting: ticket.waitingSince }[sort];
  return at === null ? null : { at, id: ticket.id };
}

type Listing = { sort: QueueSort; cursor: QueueCursor | null; limit: number };

function placeOf(row: QueueRow, sort: QueueSort): QueuePlace | null {
  return placeIn(sort, row);
}

function listing(filter: QueueFilter, { sort, cursor, limit }: Listing): { sql: string; params: unknown[] } {
  const { column, descending } = keys[sort];
  const condition = queueCondition(filter);
  const down = descending !== (cursor?.side === 'before');
  const from = cursor === null ? '' : `and (t.${column}, t.id) ${down ? '<' : '>'} (?::timestamptz, ?::uuid)`;
  const direction = down ? 'desc' : 'asc';
  return {
    sql: `select t.* from ticket t where ${condition.sql} ${from}
      order by t.${column} ${direction}, t.id ${direction} limit ${limit}`,
    params: [...condition.params, ...(cursor === null ? [] : [cursor.place.at, cursor.place.id])],
  };
}

type Raw = Omit<QueueRow, 'waitingSince' | 'createdAt' | 'updatedAt'> & {
  waitingSince: string | null;
  createdAt: string;
  updatedAt: string;
};

// The newest public message stands under the title; without one, the description does.
async function readRows(em: TenantEm, filter: QueueFilter, asked: Listing): Promise<Raw[]> {
  const list = listing(filter, asked);
  const { column, descending } = keys[asked.sort];
  const direction = descending !== (asked.cursor?.side === 'before') ? 'desc' : 'asc';
  return em.execute<Raw[]>(
    `select p.id, p.number, p.type, p.title, p.status, p.priority, p.waiting_for as "waitingFor",
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
     order by p.${column} ${direction}, p.id ${direction}`,
    [...list.params, filter.userId],
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
