import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TicketPlace } from '../../src/db/reading/api-tickets.ts';
import { Problem } from '../http/errors.ts';

// Instants as they are written below; PostgreSQL knows no year 0.
const instant = z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith('0000'));
const ticketCursor = z.tuple([z.string(), instant, z.uuid()]);
const historyCursor = z.tuple([z.literal('history'), z.int().min(0).max(1_000_000_000)]);

/** The cursor behind a ticket; `list` says which list it belongs to, so that it is no use in another one. */
export function ticketCursorAt(list: string, { at, id }: TicketPlace): string {
  return encode([list, at.toISOString(), id]);
}

/** The place that a cursor of this list stands for; anything else is refused. */
export function ticketPlaceAt(list: string, cursor: string): TicketPlace {
  const [ofList, at, id] = decode(cursor, ticketCursor);
  if (ofList !== list) throw new Problem(400, 'invalid_parameter', { parts: [otherList] });
  return { at: new Date(at), id };
}

/** The cursor behind so many events or comments: a history only grows, so that their count is a place. */
export function historyCursorAt(count: number): string {
  return encode(['history', count]);
}

/** How many events or comments the cursor stands behind. */
export function historyPlaceAt(cursor: string): number {
  return decode(cursor, historyCursor)[1];
}

/** A short name for the list that filters and order make. */
export function listName(filters: unknown): string {
  return createHash('sha256').update(JSON.stringify(filters)).digest('base64url').slice(0, 16);
}

const noCursor = { parameter: 'cursor', detail: 'This is no cursor of ours. Take it from `next`, unchanged.' };
const otherList = {
  parameter: 'cursor',
  detail: 'This cursor belongs to other filters or another order. Begin again without it.',
};

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
