import type { Status } from '../../domain/status.ts';
import type { Priority, TicketType } from '../../domain/ticket.ts';

/** The views of the queue. Each is a condition of its own; filters narrow it. */
export const queueViews = [
  'mine',
  'unassigned',
  'active',
  'open',
  'in_progress',
  'waiting',
  'resolved',
  'closed',
  'cancelled',
  'all',
] as const;

export type QueueView = (typeof queueViews)[number];

/** Orders of the queue: last changed first, newest first, or whoever waits for us longest first. */
export const queueSorts = ['updated', 'created', 'waiting'] as const;

export type QueueSort = (typeof queueSorts)[number];

export type AssigneeFilter = Readonly<{ kind: 'nobody' | 'somebody' } | { kind: 'person'; id: string }>;

/** Which tickets a list holds. Empty lists and missing values do not narrow it; a range is from included to `before` not. */
export type QueueFilter = Readonly<{
  view: QueueView;
  /** Who is looking: the person of the view "Mine". */
  userId: string;
  statuses: readonly Status[];
  types: readonly TicketType[];
  priorities: readonly Priority[];
  assignee?: AssigneeFilter | undefined;
  reporterId?: string | undefined;
  assetId?: string | undefined;
  words?: string | undefined;
  createdFrom?: Date | undefined;
  createdBefore?: Date | undefined;
  updatedFrom?: Date | undefined;
  updatedBefore?: Date | undefined;
}>;

/** A piece of SQL with the values of its placeholders. */
export type Condition = Readonly<{ sql: string; params: readonly unknown[] }>;

const active = `t.status in ('open', 'in_progress', 'resolved')`;

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
  all: `true`,
};

/** The condition on `ticket t` that a filter stands for. */
export function queueCondition(filter: QueueFilter): Condition {
  const parts: Condition[] = [{ sql: byView[filter.view], params: filter.view === 'mine' ? [filter.userId] : [] }];
  const and = (sql: string, ...params: unknown[]): void => void parts.push({ sql, params });
  if (filter.statuses.length > 0) and('t.status in (?)', filter.statuses);
  if (filter.types.length > 0) and('t.type in (?)', filter.types);
  if (filter.priorities.length > 0) and('t.priority in (?)', filter.priorities);
  if (filter.assignee?.kind === 'person') and('t.assignee_id = ?', filter.assignee.id);
  else if (filter.assignee) and(`t.assignee_id is ${filter.assignee.kind === 'nobody' ? '' : 'not '}null`);
  if (filter.reporterId !== undefined) and('t.reporter_id = ?', filter.reporterId);
  if (filter.assetId !== undefined) {
    and('t.id = any (array(select x.ticket_id from ticket_asset x where x.asset_id = ?))', filter.assetId);
  }
  // An array, because the planner believes that a set of unknown size is a large one and would read every ticket.
  if (filter.words !== undefined) and('t.id = any (array(select ticket_search(?)))', filter.words);
  if (filter.createdFrom) and('t.created_at >= ?', filter.createdFrom);
  if (filter.createdBefore) and('t.created_at < ?', filter.createdBefore);
  if (filter.updatedFrom) and('t.updated_at >= ?', filter.updatedFrom);
  if (filter.updatedBefore) and('t.updated_at < ?', filter.updatedBefore);
  return { sql: parts.map((part) => `(${part.sql})`).join(' and '), params: parts.flatMap((part) => part.params) };
}
