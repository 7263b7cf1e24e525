import type { TicketSort } from '../../domain/filter/ticket-list.ts';
import { priorities, type Priority, priorityRank } from '../../domain/ticket.ts';
import type { Condition } from '../condition.ts';

/**
 * A place in a sorted list: the sort keys of the ticket at that place, in the order of the sort's columns (times in ms
 * since 1970), and its id to break ties.
 */
export type TicketPlace = Readonly<{ keys: readonly number[]; id: string }>;

/** What a ticket is sorted by. `changedAt` is the time of the last change that the reader knows of. */
export type Sorted = Readonly<{
  id: string;
  createdAt: Date;
  changedAt: Date;
  waitingSince: Date | null;
  priority: Priority;
}>;

type Column = Readonly<{
  in(table: string): string;
  type: 'timestamptz' | 'smallint';
  of(ticket: Sorted): Date | number;
}>;

const createdAt: Column = {
  in: (table) => `${table}.created_at`,
  type: 'timestamptz',
  of: (ticket) => ticket.createdAt,
};
const rank: Column = {
  in: (table) => `${table}.priority_rank`,
  type: 'smallint',
  of: (ticket) => priorityRank(ticket.priority),
};

/** Tickets that wait for nobody stand last. The expression is that of the index `ticket_waiting`. */
const waitingSince: Column = {
  in: (table) => `coalesce(${table}.waiting_since, timestamptz '9999-12-31 23:59:59.999Z')`,
  type: 'timestamptz',
  of: (ticket) => ticket.waitingSince ?? new Date(lastInstant),
};

/**
 * The columns of a sort, and whether all of them descend. The most urgent rank is 0; among equals the oldest comes
 * first.
 */
type Order = Readonly<{ columns: readonly Column[]; descending: boolean }>;

function orderOf(sort: TicketSort, changedAt: 'updated_at' | 'shown_at'): Order {
  const updatedAt: Column = {
    in: (table) => `${table}.${changedAt}`,
    type: 'timestamptz',
    of: (ticket) => ticket.changedAt,
  };
  const orders: Readonly<Record<TicketSort, Order>> = {
    '-updated_at': { columns: [updatedAt], descending: true },
    updated_at: { columns: [updatedAt], descending: false },
    '-created_at': { columns: [createdAt], descending: true },
    created_at: { columns: [createdAt], descending: false },
    '-priority': { columns: [rank, createdAt], descending: false },
    priority: { columns: [rank, createdAt], descending: true },
    waiting_since: { columns: [waitingSince], descending: false },
  };
  return orders[sort];
}

/** Where a list begins and how it continues, in SQL. */
export type Keyset = Readonly<{
  /** The condition on `t` that holds for what follows the place; null if the list begins at the start. */
  beyond: Condition | null;
  /** The `order by` for a table of that name. */
  orderBy(table: string): string;
}>;

/**
 * The SQL of a sorted list from a place on or, backwards, before it. What follows is found by the sort keys of the
 * place, so that tickets which change meanwhile do not shift others, and page 800 costs what page 1 costs.
 */
export function keyset(
  sort: TicketSort,
  asked: Readonly<{ place: TicketPlace | null; backwards: boolean; changedAt: 'updated_at' | 'shown_at' }>,
): Keyset {
  const { columns, descending } = orderOf(sort, asked.changedAt);
  const down = descending !== asked.backwards;
  const keys = (table: string) => [...columns.map((column) => column.in(table)), `${table}.id`];
  const types = [...columns.map(({ type }) => type), 'uuid'];
  return {
    beyond:
      asked.place === null
        ? null
        : {
            sql: `(${keys('t').join(', ')}) ${down ? '<' : '>'} (${types.map((type) => `?::${type}`).join(', ')})`,
            params: [...columns.map(({ type }, index) => keyParam(type, asked.place?.keys[index])), asked.place.id],
          },
    orderBy: (table) =>
      `order by ${keys(table)
        .map((key) => `${key} ${down ? 'desc' : 'asc'}`)
        .join(', ')}`,
  };
}

function keyParam(type: Column['type'], key = 0): Date | number {
  return type === 'timestamptz' ? new Date(key) : key;
}

/** Where a ticket stands in a list sorted that way. */
export function placeIn(sort: TicketSort, ticket: Sorted): TicketPlace {
  return { keys: orderOf(sort, 'updated_at').columns.map((column) => Number(column.of(ticket))), id: ticket.id };
}

/** Whether a place is valid for a list sorted that way: the right number of keys, each within PostgreSQL's range. */
export function isPlaceOf(sort: TicketSort, { keys }: TicketPlace): boolean {
  const { columns } = orderOf(sort, 'updated_at');
  return (
    keys.length === columns.length &&
    columns.every(({ type }, index) => {
      const key = keys[index];
      if (key === undefined || !Number.isInteger(key)) return false;
      return type === 'smallint' ? key >= 0 && key < priorities.length : key >= firstInstant && key <= lastInstant;
    })
  );
}

const firstInstant = Date.parse('0001-01-01T00:00:00.000Z');
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');
