import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isPlaceOf, type TicketPlace } from '../../src/db/reading/ticket-order.ts';
import type { TicketSort } from '../../src/domain/filter/ticket-list.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { Problem } from '../http/errors.ts';

const ticketCursor = z.tuple([z.string(), z.array(z.int()), z.string().refine(isUuid)]);
const historyCursor = z.tuple([z.literal('history'), z.int().min(0).max(1_000_000_000)]);

/** The cursor after a ticket; `list` names the list that it belongs to, so that no other list accepts it. */
export function ticketCursorAt(list: string, { keys, id }: TicketPlace): string {
  return encode([list, keys, id]);
}

/** The place that a cursor of the named list stands for; anything else is refused. */
export function ticketPlaceAt(list: Readonly<{ name: string; sort: TicketSort }>, cursor: string): TicketPlace {
  const [ofList, keys, id] = decode(cursor, ticketCursor);
  if (ofList !== list.name) throw new Problem(400, 'invalid_parameter', { parts: [otherList] });
  if (!isPlaceOf(list.sort, { keys, id })) throw new Problem(400, 'invalid_parameter', { parts: [noCursor] });
  return { keys, id };
}

/** The cursor after that many events or comments: a history only grows, so their number is a place. */
export function historyCursorAt(count: number): string {
  return encode(['history', count]);
}

/** After how many events or comments the cursor stands. */
export function historyPlaceAt(cursor: string): number {
  return decode(cursor, historyCursor)[1];
}

/** A short name for the list with these filters and this order. */
export function listName(filters: unknown): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 16);
}

const noCursor = { parameter: 'cursor', detail: 'api.cursor.unknown' } as const;
const otherList = {
  parameter: 'cursor',
  detail: 'api.cursor.other_list',
} as const;

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode<Schema extends z.ZodType>(cursor: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(parse(Buffer.from(cursor, 'base64url').toString()));
  if (!parsed.success) throw new Problem(400, 'invalid_parameter', { parts: [noCursor] });
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
