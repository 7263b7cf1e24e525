import type { Status } from '../../domain/status.ts';
import type { TicketType } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { findTickets, type Found } from './find-tickets.ts';
import { type Hit, readHits } from './read-hits.ts';
import type { Searcher } from './searcher.ts';

/** A ticket that was found. `hit` is null where it was found by its number alone. */
export type SearchResult = Readonly<{
  id: string;
  number: string;
  title: string;
  type: TicketType;
  status: Status;
  reporter: string;
  updatedAt: Date;
  hit: Hit | null;
}>;

/**
 * A page of what was found, best first: the ticket whose number was typed, then titles, names, descriptions and messages,
 * the newest first among equals. `total` is how many were ranked; unless `complete`, these are the newest of more.
 */
export type SearchResults = Readonly<{ results: readonly SearchResult[]; total: number; complete: boolean }>;

/** So many of the newest tickets with all words are ranked. */
const mostRanked = 200;

/** Searches and reads one page of the results, `limit` of them after the first `from`. */
export async function readResults(
  em: TenantEm,
  tenantId: string,
  asked: Readonly<{ q: string; searcher: Searcher; from: number; limit: number }>,
): Promise<SearchResults> {
  const found = await findTickets(em, asked.q, asked.searcher, mostRanked);
  const ranked = rank(found);
  const ids = ranked.slice(asked.from, asked.from + asked.limit);
  const rows =
    ids.length === 0
      ? []
      : await em.execute<Row[]>(
          `select t.id, t.number, t.title, t.type, t.status, u.name as reporter, t.updated_at as "updatedAt"
           from ticket t join app_user u on u.id = t.reporter_id where t.id = any (?::uuid[])`,
          [`{${ids.join(',')}}`],
        );
  const hits = await readHits(em, tenantId, ids, found);
  const results = ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id);
    return row === undefined ? [] : [{ ...row, updatedAt: new Date(row.updatedAt), hit: hits.get(id) ?? null }];
  });
  return { results, total: ranked.length, complete: found.complete };
}

type Row = Omit<SearchResult, 'updatedAt' | 'hit'> & Readonly<{ updatedAt: string }>;

/** The ids of what was found, best first. */
function rank({ numbered, tickets }: Found): string[] {
  const words = tickets.toSorted((a, b) => a.place - b.place || b.ordinal - a.ordinal).map(({ id }) => id);
  return numbered === null ? words : [numbered, ...words.filter((id) => id !== numbered)];
}
