import { z } from 'zod';
import type { QueueCursor } from '../../src/db/reading/agent-queue.ts';
import { type QueueSort, queueSorts, type QueueView, queueViews } from '../../src/db/reading/agent-queue-filter.ts';
import { type Status, statuses } from '../../src/domain/status.ts';
import { priorities, type Priority, type TicketType, ticketTypes } from '../../src/domain/ticket.ts';
import type { FieldError } from '../forms/field-error.ts';

/** What the address of a queue page asks for, as it stands there: a person may still be an e-mail address or `me`. */
export type QueueQuery = Readonly<{
  view: QueueView;
  sort: QueueSort;
  status: readonly Status[];
  type: readonly TicketType[];
  priority: readonly Priority[];
  assignee?: string | undefined;
  reporter?: string | undefined;
  asset?: string | undefined;
  q?: string | undefined;
  created_from?: string | undefined;
  created_to?: string | undefined;
  updated_from?: string | undefined;
  updated_to?: string | undefined;
  cursor: QueueCursor | null;
}>;

export type ParsedQuery = Readonly<{ query: QueueQuery; problems: readonly FieldError[] }>;

/** The queue that opens when the address asks for nothing. */
export const plainQuery: QueueQuery = {
  view: 'active',
  sort: 'updated',
  status: [],
  type: [],
  priority: [],
  cursor: null,
};

const several = <const Choice extends string>(choices: readonly [Choice, ...Choice[]], what: string) =>
  z.array(
    z.enum(choices, { error: (issue) => `“${shown(issue.input)}” is no ${what}. Choose among ${listed(choices)}.` }),
  );

/** A day that PostgreSQL and `Date` both know, and the next day too. */
const day = (what: string) => {
  const error = `Give the day of ${what} as year-month-day, such as 2026-01-31.`;
  return z.iso.date({ error }).refine((text) => text >= '1970-01-01' && text <= '9998-12-31', { error });
};

const words = z
  .string()
  .max(200, 'Search for at most 200 characters.')
  .regex(/^[^\u0000-\u001F\u007F]*$/, 'Search without control characters.');

const cursor = z
  .string()
  .regex(
    /^\d{1,14}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    'This page of the list does not exist. Start at the first page.',
  )
  .transform((text) => ({ at: new Date(Number(text.split('_')[0])), id: text.split('_')[1] ?? '' }));

const person = z.union([z.uuid(), z.email()]);

const fields = {
  view: z.enum(queueViews, { error: 'There is no such view. Choose one of those on this page.' }),
  sort: z.enum(queueSorts, { error: 'The list cannot be sorted like that. Choose one of the orders on this page.' }),
  status: several(statuses, 'status'),
  type: several(ticketTypes, 'type'),
  priority: several(priorities, 'priority'),
  assignee: z.union([z.enum(['me', 'nobody', 'somebody']), z.uuid()], { error: 'Choose an assignee from the list.' }),
  reporter: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(person.catch(''))
    .refine((text) => text !== '', 'Enter the reporter’s whole e-mail address.'),
  asset: z.uuid('There is no such asset. Open its page and go to the queue from there.'),
  q: words,
  created_from: day('creation'),
  created_to: day('creation'),
  updated_from: day('the last change'),
  updated_to: day('the last change'),
  after: cursor,
  before: cursor,
} as const;

const lists = ['status', 'type', 'priority'];

/**
 * Reads the query part of the queue's address. Empty values count as missing, names of others are left alone, and what
 * makes no sense is reported field by field and does not narrow the list.
 */
export function parseQueueQuery(search: string): ParsedQuery {
  const params = new URLSearchParams(search);
  const problems: FieldError[] = [];
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(fields)) {
    const given = params.getAll(name).filter((value) => value !== '');
    if (given.length === 0) continue;
    const parsed = schema.safeParse(lists.includes(name) ? [...new Set(given)] : given.at(-1));
    if (parsed.success) read[name] = parsed.data;
    else problems.push({ field: name, message: parsed.error.issues[0]?.message ?? 'This makes no sense.' });
  }
  const { after, before, ...asked } = read;
  const place = (after ?? before) as QueueCursor['place'] | undefined;
  const side = after === undefined ? 'before' : 'after';
  const query = { ...plainQuery, ...asked, cursor: place === undefined ? null : { side, place } } as QueueQuery;
  return { query: { ...query, sort: sortIn(query.view, query.sort) }, problems };
}

/** Waiting is for tickets that are not finished: in lists of others the usual order takes its place. */
function sortIn(view: QueueView, sort: QueueSort): QueueSort {
  return sort === 'waiting' && !sortsOf(view).includes('waiting') ? 'updated' : sort;
}

/** The orders that a view can be sorted by. */
export function sortsOf(view: QueueView): readonly QueueSort[] {
  return ['closed', 'cancelled', 'all'].includes(view) ? ['updated', 'created'] : queueSorts;
}

/** The address of a queue, in one form whichever way it was asked for: what is usual is left out. */
export function queueSearch(query: QueueQuery): string {
  const params = new URLSearchParams();
  if (query.view !== plainQuery.view) params.set('view', query.view);
  for (const name of ['status', 'type', 'priority'] as const) {
    for (const value of query[name]) params.append(name, value);
  }
  for (const name of [
    'assignee',
    'reporter',
    'q',
    'created_from',
    'created_to',
    'updated_from',
    'updated_to',
  ] as const) {
    if (query[name] !== undefined) params.set(name, query[name]);
  }
  if (query.sort !== plainQuery.sort) params.set('sort', query.sort);
  if (query.cursor !== null) params.set(query.cursor.side, cursorText(query.cursor.place));
  return params.toString();
}

/** The link to a queue. */
export function queueHref(query: QueueQuery): string {
  const search = queueSearch(query);
  return search === '' ? '/tickets' : `/tickets?${search}`;
}

function cursorText({ at, id }: QueueCursor['place']): string {
  return `${at.getTime()}_${id}`;
}

function shown(input: unknown): string {
  return String(input).slice(0, 40);
}

function listed(choices: readonly string[]): string {
  return choices.join(', ');
}
