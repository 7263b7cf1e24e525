import { ownToken } from '../../domain/search/token.ts';
import { type SoughtWord, soughtWords } from '../../domain/search/words.ts';
import type { Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import { findNumbered } from './find-numbered.ts';
import type { Searcher } from './searcher.ts';

/** A ticket that was found. `place` ranks where the worst of the words is (search-writing.ts). */
export type FoundTicket = Readonly<{ id: string; place: number; ordinal: number }>;

/**
 * What a search has found: the ticket whose number was typed, and tickets with all words, the newest of them if they are
 * not all. `sought` has for each word what it stands for in the index.
 */
export type Found = Readonly<{
  numbered: string | null;
  tickets: readonly FoundTicket[];
  complete: boolean;
  sought: readonly string[];
  words: readonly SoughtWord[];
}>;

/** So many tickets are found at once; beyond that, a list goes through its own order and looks at each ticket. */
export const mostFound = 5_000;

/** Searches tickets for a text (R36). It reads the index, not the texts, and looks at a bounded part of it. */
export async function findTickets(
  em: TenantEm,
  text: string,
  searcher: Searcher,
  atMost: number = mostFound,
): Promise<Found> {
  const numbered = await findNumbered(em, text, searcher);
  const own = searcher.kind === 'reporter' ? ownToken(searcher.userId) : null;
  const words = soughtWords(text);
  const [row] = await em.execute<Row[]>(
    `select ids, places, ordinals, complete, sought from search_tickets(?::jsonb, ?::bigint, ?::integer)`,
    [JSON.stringify(words), own, atMost],
  );
  return {
    numbered: numbered?.id ?? null,
    tickets: (row?.ids ?? []).map((id, place) => ({
      id,
      place: row?.places[place] ?? 0,
      ordinal: Number(row?.ordinals[place] ?? 0),
    })),
    complete: row?.complete ?? true,
    sought: row?.sought ?? [],
    words,
  };
}

type Row = Readonly<{
  ids: string[];
  places: number[];
  ordinals: (string | number)[];
  complete: boolean;
  sought: string[];
}>;

/**
 * The condition that `ticket t` was found. Where more was found than fits, each ticket of the list is looked at instead:
 * then it does not take long until enough of them match.
 */
export function foundCondition({ numbered, tickets, complete, sought }: Found): Condition {
  const ids = tickets.map(({ id }) => id);
  const among = { sql: 't.id = any (?::uuid[])', params: [uuidArray(numbered === null ? ids : [numbered, ...ids])] };
  if (complete || tickets.length < mostFound) return among;
  const holds = sought.map(
    // A subquery of one value, since the planner would make of `exists` a join with all of the index.
    () =>
      `(select true from search_entry x where x.tenant_id = t.tenant_id and x.ticket_id = t.id
        and x.tokens && ?::bigint[] limit 1)`,
  );
  return {
    sql: `t.id = any (?::uuid[]) or ${holds.join(' and ')}`,
    params: [uuidArray(numbered === null ? [] : [numbered]), ...sought],
  };
}

function uuidArray(ids: readonly string[]): string {
  return `{${ids.join(',')}}`;
}
