import { isFinal, statuses } from '../domain/status.ts';

const active = statuses.filter((status) => !isFinal(status)).map((status) => `'${status}'`);

/**
 * SQL: whether the status of a ticket, or of what counts tickets, is one of the active ones. `alias` is that of its
 * table, if it has one. The text is that of the condition of the index on active tickets.
 */
export function isActive(alias?: string): string {
  return `${alias === undefined ? '' : `${alias}.`}status in (${active.join(', ')})`;
}
