import { type FilterField, filterFieldNames } from '../../domain/filter/fields.ts';
import { instantOf } from '../../domain/filter/moment.ts';
import type { TicketFilter } from '../../domain/filter/ticket-filter.ts';
import { isOfActive, type QueueView } from '../../domain/filter/views.ts';
import { allOf, type Condition } from '../condition.ts';

/** Who asks: `me` in a filter. `changedAt` is what is known to them as the time of the last change. */
export type Asking = Readonly<{ userId: string; changedAt: 't.updated_at' | 't.shown_at' }>;

/** The condition on `ticket t` that a filter stands for. */
export function ticketCondition(filter: TicketFilter, asking: Asking): Condition {
  return allOf([
    ...viewConditions(filter.view, asking),
    ...filterFieldNames.flatMap((name) => fieldCondition(name, filter[name], asking) ?? []),
  ]);
}

const active = `t.status in ('open', 'in_progress', 'resolved')`;

// Each view of active tickets says so in the same words as the indexes of active tickets do.
function viewConditions(view: QueueView, { userId }: Asking): Condition[] {
  const narrowing: Readonly<Record<QueueView, Condition[]>> = {
    mine: [{ sql: 't.assignee_id = ?', params: [userId] }],
    unassigned: [{ sql: 't.assignee_id is null', params: [] }],
    active: [],
    open: [{ sql: `t.status = 'open'`, params: [] }],
    in_progress: [{ sql: `t.status = 'in_progress'`, params: [] }],
    waiting: [{ sql: `t.waiting_for = 'agent'`, params: [] }],
    resolved: [{ sql: `t.status = 'resolved'`, params: [] }],
    closed: [{ sql: `t.status = 'closed'`, params: [] }],
    cancelled: [{ sql: `t.status = 'cancelled'`, params: [] }],
    all: [],
  };
  return isOfActive(view) ? [{ sql: active, params: [] }, ...narrowing[view]] : narrowing[view];
}

type Conditions = { [Name in FilterField]: (value: NonNullable<TicketFilter[Name]>, asking: Asking) => Condition };

const conditions: Conditions = {
  status: oneOf('t.status'),
  type: oneOf('t.type'),
  priority: oneOf('t.priority'),
  assignee: somebody('t.assignee_id'),
  reporter: somebody('t.reporter_id'),
  // Arrays, because the planner believes that a set of unknown size is a large one and would read every ticket.
  asset: (id) => ({
    sql: 't.id = any (array(select x.ticket_id from ticket_asset x where x.asset_id = ?))',
    params: [id],
  }),
  q: (words) => ({ sql: 't.id = any (array(select ticket_search(?)))', params: [words] }),
  external_ref: (reference) => ({ sql: 't.external_ref = ?', params: [reference] }),
  created_since: (moment) => ({ sql: 't.created_at >= ?', params: [instantOf(moment, 'since')] }),
  created_until: (moment) => ({ sql: 't.created_at < ?', params: [instantOf(moment, 'until')] }),
  updated_since: (moment, { changedAt }) => ({ sql: `${changedAt} >= ?`, params: [instantOf(moment, 'since')] }),
  updated_until: (moment, { changedAt }) => ({ sql: `${changedAt} < ?`, params: [instantOf(moment, 'until')] }),
};

function fieldCondition<Name extends FilterField>(
  name: Name,
  value: TicketFilter[Name],
  asking: Asking,
): Condition | null {
  return value === undefined ? null : conditions[name](value, asking);
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
