import { ownToken } from '../../domain/search/token.ts';
import { soughtWords } from '../../domain/search/words.ts';
import { textDigest } from '../../domain/text-digest.ts';
import type { Condition } from '../condition.ts';
import type { TenantEm } from '../in-tenant.ts';
import { findNumbered } from './find-numbered.ts';
import type { Searcher } from './searcher.ts';

/** So many tickets are found one by one, beginning with the newest. */
const mostFound = 10_000;

/**
 * The condition that `ticket t` is found by a text (R36), for a list of any order. It reads a bounded part of the index now;
 * the ids of what it finds stay with the database until the transaction ends. Where more match than can be found one by one,
 * or many of the newest do, the list goes through its own order instead and looks at each ticket: then it does not take long
 * until enough of them match.
 */
export async function filterTickets(em: TenantEm, text: string, searcher: Searcher): Promise<Condition> {
  const numbered = await findNumbered(em, text, searcher);
  const own = searcher.kind === 'reporter' ? ownToken(searcher.userId) : null;
  const kept = `search.found_${textDigest(`${own} ${text}`).replace('-', '_')}`;
  const [row] = await em.execute<{ complete: boolean; sought: string[] }[]>(
    `select s.complete, s.sought, set_config(?, case when s.complete then s.ids::text else '{}' end, true)
     from search_tickets(?::jsonb, ?::bigint, ?::integer, true) s`,
    [kept, JSON.stringify(soughtWords(text)), own, mostFound],
  );
  const found =
    row === undefined || row.complete
      ? { sql: 't.id = any (current_setting(?)::uuid[])', params: [kept] }
      : { sql: row.sought.map(() => holdsSql).join(' and '), params: row.sought };
  if (numbered === null) return found;
  return { sql: `t.id = ? or ${found.sql}`, params: [numbered.id, ...found.params] };
}

// A subquery of one value, since the planner would make of `exists` a join with all of the index.
const holdsSql = `(select true from search_entry x
  where x.tenant_id = t.tenant_id and x.ticket_id = t.id and x.tokens && ?::bigint[] limit 1)`;
