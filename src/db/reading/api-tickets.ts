import type { TicketList } from '../../domain/filter/ticket-list.ts';
import { allOf, type Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Ticket } from '../../domain/ticket.ts';
import { TicketEntity } from '../ticket-entities.ts';
import { ticketFromRow } from '../ticket-row.ts';
import { fitting, type Slice, sliceOf } from './slice.ts';
import { keyset, type TicketPlace } from './ticket-order.ts';
import { findFor, ticketCondition } from './ticket-condition.ts';

/** Which tickets a key sees: all of the tenant, or those reported by this person (R31). An integration reports none. */
export type Sight = Readonly<{ kind: 'all' } | { kind: 'own'; userId: string }>;

export type Named = Readonly<{ id: string; name: string }>;

/**
 * A ticket with its texts and names. `version` and `updatedAt` are those of the last change that the reader can see:
 * where internal notes are hidden, these must not reveal them either (R3).
 */
export type ApiTicket = Readonly<{
  ticket: Ticket;
  version: number;
  updatedAt: Date;
  description: string;
  reporter: Named;
  assignee: Named | null;
  movement: Named | null;
  assets: readonly Named[];
  /** The text of the current resolution. */
  solution: string | null;
}>;

const edits = `'title_edited', 'description_edited', 'type_edited', 'priority_edited'`;

/** SQL: the tickets in sight, with `shown_at` and `shown_version`. */
function inSight(sight: Sight): Condition {
  if (sight.kind === 'all') {
    return { sql: 'select t.*, t.updated_at as shown_at, t.version as shown_version from ticket t', params: [] };
  }
  return {
    sql: `select t.*, v.at as shown_at, v.version as shown_version from ticket t
      cross join lateral (
        select max(e.occurred_at) as at, count(distinct e.version)::int as version from ticket_event e
        where e.ticket_id = t.id and (e.audience = 'public' or e.type in (${edits}))) v
      where t.reporter_id = ?`,
    params: [sight.userId],
  };
}

/** One page of the tickets in sight; `userId` is `me` in the filter. */
export async function readApiTickets(
  em: TenantEm,
  sight: Sight,
  { filter, sort }: TicketList,
  asked: Readonly<{ userId: string; after: TicketPlace | null; limit: number }>,
): Promise<Slice<ApiTicket>> {
  const { userId, after, limit } = asked;
  const seen = inSight(sight);
  const { beyond, orderBy } = keyset(sort, { place: after, backwards: false, changedAt: 'shown_at' });
  const searcher =
    sight.kind === 'all' ? ({ kind: 'agent' } as const) : { kind: 'reporter' as const, userId: sight.userId };
  const found = await findFor(em, filter, searcher);
  const condition = ticketCondition({ filter, sort }, { userId, timeZone: 'UTC', changedAt: 't.shown_at', found });
  const { sql, params } = allOf([condition, ...(beyond === null ? [] : [beyond])]);
  const page = {
    sql: `select t.* from (${seen.sql}) t where ${sql} ${orderBy('t')} limit ${limit + 1}`,
    params: [...seen.params, ...params],
  };
  const { rows, more } = sliceOf(await read(em, page, orderBy('p')), limit);
  return { rows: rows.map((row) => apiTicket(em, row)), more };
}

/** The number and id of the ticket with that external reference, if it is in sight. */
export async function readReferred(
  em: TenantEm,
  sight: Sight,
  externalRef: string,
): Promise<Readonly<{ id: string; number: string }> | null> {
  const seen = inSight(sight);
  const rows = await em.execute<{ id: string; number: string }[]>(
    `select t.id, t.number from (${seen.sql}) t where t.external_ref = ?`,
    [...seen.params, externalRef],
  );
  return rows[0] ?? null;
}

/** The ticket in sight with that id or number, or null, which does not tell whether there is none or it is hidden. */
export async function readApiTicket(
  em: TenantEm,
  sight: Sight,
  name: Readonly<{ id: string } | { number: string }>,
): Promise<ApiTicket | null> {
  const seen = inSight(sight);
  const [column, value] = 'id' in name ? ['id', name.id] : ['number', name.number];
  const page = { sql: `select t.* from (${seen.sql}) t where t.${column} = ?`, params: [...seen.params, value] };
  const [row] = await read(em, page, '');
  return row === undefined ? null : apiTicket(em, row);
}

type Row = Readonly<{
  shown_at: string;
  shown_version: number;
  reporter_id: string;
  assignee_id: string | null;
  movement_id: string | null;
  description: string | null;
  reporter_name: string;
  assignee_name: string | null;
  movement_name: string | null;
  assets: readonly Named[] | null;
  solution: string | null;
  available: number;
}>;

// One query for the page and all that belongs to it. The solution is part of the command that last resolved the ticket.
async function read(em: TenantEm, page: Condition, order: string): Promise<Row[]> {
  return em.execute<Row[]>(
    fitting(`select p.*, row_number() over (${order}) as place,
       coalesce(octet_length(d.body), 0) + coalesce(octet_length(s.body), 0) as text_bytes, d.body as description, r.name as reporter_name, a.name as assignee_name, m.body as movement_name,
       l.assets, s.body as solution
     from (${page.sql}) p
     join app_user r on r.id = p.reporter_id
     left join app_user a on a.id = p.assignee_id
     left join ticket_text d on d.id = p.description_text_id
     left join ticket_text m on m.id = p.movement_text_id
     left join lateral (
       select json_agg(json_build_object('id', k.asset_id, 'name', x.body)) as assets
       from ticket_asset k join ticket_text x on x.id = k.text_id
       where k.ticket_id = p.id) l on p.asset_ids <> '{}'
     left join lateral (
       select x.body from ticket_event e join ticket_text x on x.id = e.text_id
       where e.ticket_id = p.id and e.type = 'comment_added' and e.fact->'solution' = 'true'
         and e.occurred_at >= p.resolved_at
       order by e.sequence desc limit 1) s on p.status in ('resolved', 'closed')`),
    [...page.params],
  );
}

function apiTicket(em: TenantEm, row: Row): ApiTicket {
  const ticket = ticketFromRow(em.map(TicketEntity, row));
  const { assignee_id: assigneeId, movement_id: movementId } = row;
  const names = new Map(row.assets?.map((asset) => [asset.id, asset.name]));
  return {
    ticket,
    version: row.shown_version,
    updatedAt: new Date(row.shown_at),
    description: row.description ?? '',
    reporter: { id: row.reporter_id, name: row.reporter_name },
    assignee: assigneeId === null ? null : { id: assigneeId, name: row.assignee_name ?? '' },
    movement: movementId === null ? null : { id: movementId, name: row.movement_name ?? '' },
    assets: ticket.assetIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    solution: row.solution,
  };
}
