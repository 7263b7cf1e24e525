import type { QueueCursor } from '../../src/db/reading/agent-queue.ts';
import { isPlaceOf, type TicketPlace } from '../../src/db/reading/ticket-order.ts';
import { listFromParameters, listParameters, plainList, type TicketList } from '../../src/domain/filter/ticket-list.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { textOfDomain } from '../../src/locales/refusal-text.ts';
import type { FieldError } from '../forms/field-error.ts';

/** A page of the queue, as its address names it. */
export type QueueQuery = TicketList & Readonly<{ cursor: QueueCursor | null }>;

export type ParsedQuery = Readonly<{ query: QueueQuery; problems: readonly FieldError[] }>;

/** The queue that opens when the address asks for nothing. */
export const plainQuery: QueueQuery = { ...plainList('active'), cursor: null };

/** Reads the query of the queue's address. Invalid parts are reported field by field and do not filter. */
export function parseQueueQuery(search: string | URLSearchParams): ParsedQuery {
  const parameters = [...new URLSearchParams(search)];
  const { list, problems: unread } = listFromParameters(parameters);
  const problems = unread.map(({ field, ...text }): FieldError => ({ field, message: textOfDomain(text) }));
  const [side, text] = parameters.findLast(([name, value]) => value !== '' && isSide(name)) ?? [];
  if (side === undefined || text === undefined) return { query: { ...list, cursor: null }, problems };
  const place = placeFromText(text);
  if (place !== null && isPlaceOf(list.sort, place)) {
    return { query: { ...list, cursor: { side: side as QueueCursor['side'], place } }, problems };
  }
  const unknown: FieldError = { field: side, message: 'agent.queue.no_such_page' };
  return { query: { ...list, cursor: null }, problems: [...problems, unknown] };
}

/** The canonical query of a queue: defaults are left out. */
export function queueSearch({ cursor, ...list }: QueueQuery): string {
  const params = new URLSearchParams(listParameters(list).map(([name, value]): [string, string] => [name, value]));
  if (cursor !== null) params.set(cursor.side, placeToText(cursor.place));
  return params.toString();
}

/** The link to a queue. */
export function queueHref(query: QueueQuery): string {
  const search = queueSearch(query);
  return search === '' ? '/tickets' : `/tickets?${search}`;
}

function isSide(name: string): name is QueueCursor['side'] {
  return name === 'after' || name === 'before';
}

function placeToText({ keys, id }: TicketPlace): string {
  return [...keys, id].join('_');
}

function placeFromText(text: string): TicketPlace | null {
  const [, keys, id] = /^((?:\d{1,15}_){1,2})([^_]+)$/.exec(text) ?? [];
  if (keys === undefined || !isUuid(id)) return null;
  return { keys: keys.split('_').slice(0, -1).map(Number), id };
}
