import { type FilterField, filterFieldNames } from '../../domain/filter/fields.ts';
import { type Edge, instantOf } from '../../domain/filter/moment.ts';
import type { TicketFilter } from '../../domain/filter/ticket-filter.ts';
import type { QueueView } from '../../domain/filter/views.ts';
import type { TicketList } from '../../domain/filter/ticket-list.ts';
import { priorityRank } from '../../domain/ticket.ts';
import { startOfDay } from '../../time/start-of-day.ts';
import { isActive } from '../active-tickets.ts';
import { allOf, type Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import { filterTickets } from '../search/filter-tickets.ts';
import type { Searcher } from '../search/searcher.ts';

/**
 * The reader: `me` in a filter. `changedAt` is the column that is the time of the last change for them, `found` is the
 * condition that the filter's search makes.
 */
export type Asking = Readonly<{
  userId: string;
  timeZone: string;
  changedAt: 't.updated_at' | 't.shown_at';
  found: Condition | null;
}>;

/** What the filter's search finds, if it has one: to be looked up before its condition is made. */
export async function findFor(em: TenantEm, { q }: TicketFilter, searcher: Searcher): Promise<Condition | null> {
  return q === undefined ? null : filterTickets(em, q, searcher);
}

/** The condition on `ticket t` that a list stands for. */
export function ticketCondition({ filter, sort }: TicketList, asking: Asking): Condition {
  return allOf([
    viewCondition(filter.view, asking),
    ...filterFieldNames.flatMap((name) => fieldCondition(name, filter[name], asking) ?? []),
    // A waiting ticket is active. That is added only where an index of active tickets is wanted: elsewhere the planner
    // would take it for an independent condition, and expect far fewer tickets than there are.
    ...(filter.view === 'waiting' && sort.endsWith('priority') ? [{ sql: active, params: [] }] : []),
  ]);
}

const active = isActive('t');

function viewCondition(view: QueueView, { userId }: Asking): Condition {
  const byView: Readonly<Record<QueueView, string>> = {
    mine: `t.assignee_id = ? and ${active}`,
    unassigned: `t.assignee_id is null and ${active}`,
    active,
    open: `t.status = 'open'`,
    in_progress: `t.status = 'in_progress'`,
    waiting: `t.waiting_for = 'agent'`,
    resolved: `t.status = 'resolved'`,
    closed: `t.status = 'closed'`,
    cancelled: `t.status = 'cancelled'`,
    all: 'true',
  };
  return { sql: byView[view], params: view === 'mine' ? [userId] : [] };
}

type Conditions = { [Name in FilterField]: (value: NonNullable<TicketFilter[Name]>, asking: Asking) => Condition };

const conditions: Conditions = {
  status: oneOf('t.status'),
  type: oneOf('t.type'),
  // By its rank, which is what the index holds.
  priority: (choices) => ({ sql: 't.priority_rank in (?)', params: [choices.map(priorityRank)] }),
  assignee: somebody('t.assignee_id'),
  reporter: somebody('t.reporter_id'),
  // Arrays: the planner takes a set of unknown size for a large one, and would read every ticket.
  asset: (id) => ({
    sql: 't.id = any (array(select x.ticket_id from ticket_asset x where x.asset_id = ?))',
    params: [id],
  }),
  movement: is('t.movement_id'),
  follow_up_of: is('t.follow_up_of'),
  external_ref: is('t.external_ref'),
  q: (search, { found }) => {
    if (found === null) throw new Error(`Nobody has searched for ${search}`);
    return found;
  },
  created_since: edgeOf('since', () => 't.created_at'),
  created_until: edgeOf('until', () => 't.created_at'),
  updated_since: edgeOf('since', ({ changedAt }) => changedAt),
  updated_until: edgeOf('until', ({ changedAt }) => changedAt),
};

function fieldCondition<Name extends FilterField>(
  name: Name,
  value: TicketFilter[Name],
  asking: Asking,
): Condition | null {
  return value === undefined ? null : conditions[name](value, asking);
}

/** One end of a time span; days are those of the reader's time zone. */
function edgeOf(edge: Edge, column: (asking: Asking) => string) {
  return (moment: string, asking: Asking): Condition => ({
    sql: `${column(asking)} ${edge === 'since' ? '>=' : '<'} ?`,
    params: [instantOf(moment, edge, (day) => startOfDay(day, asking.timeZone))],
  });
}

function is(column: string) {
  return (value: string): Condition => ({ sql: `${column} = ?`, params: [value] });
}

function oneOf(column: string) {
  return (choices: readonly string[]): Condition => ({ sql: `${column} in (?)`, params: [choices] });
}

function somebody(column: string) {
  return (named: string, { userId }: Asking): Condition => {
    if (named === 'nobody') return { sql: `${column} is null`, params: [] };
    if (named === 'somebody') return { sql: `${column} is not null`, params: [] };
    return { sql: `${column} = ?`, params: [named === 'me' ? userId : named] };
  };
}
