import { ownToken } from '../../domain/search/token.ts';
import { type SoughtWord, soughtWords } from '../../domain/search/words.ts';
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

/** Finds the newest tickets with a text (R36), at most so many. It reads a bounded part of the index, and no texts. */
export async function findTickets(em: TenantEm, text: string, searcher: Searcher, atMost: number): Promise<Found> {
  const numbered = await findNumbered(em, text, searcher);
  const own = searcher.kind === 'reporter' ? ownToken(searcher.userId) : null;
  const words = soughtWords(text);
  const [row] = await em.execute<Row[]>(
    `select ids, places, ordinals, complete, sought from search_tickets(?::jsonb, ?::bigint, ?::integer, false)`,
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
