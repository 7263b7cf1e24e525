import { hidden, wordTokens } from '../../domain/search/token.ts';
import { type Snippet, snippetOf } from '../../domain/search/snippet.ts';
import { stands, wordsOf } from '../../domain/search/words.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Found } from './find-tickets.ts';

/** Where a search was found in a ticket. */
export type HitKind = 'title' | 'people' | 'asset' | 'description' | 'message' | 'note';

/** The best place in which a ticket was found, and the piece of its text that shows it. */
export type Hit = Readonly<{ kind: HitKind; snippet: Snippet }>;

/** A text of a ticket that was found, and whether agents alone may see it. */
type Text = Readonly<{ ticketId: string; kind: HitKind; body: string }>;

/** What is shown of each ticket that was found. Those found by their number alone have nothing to show. */
export async function readHits(
  em: TenantEm,
  tenantId: string,
  ticketIds: readonly string[],
  { sought, words }: Pick<Found, 'sought' | 'words'>,
): Promise<ReadonlyMap<string, Hit>> {
  if (ticketIds.length === 0 || sought.length === 0) return new Map();
  const tokens = new Set(sought.flatMap((each) => each.slice(1, -1).split(',').map(Number)));
  const texts = await em.execute<Text[]>(textsSql, [`{${ticketIds.join(',')}}`, `{${[...tokens].join(',')}}`]);
  const tokenOf = wordTokens(tenantId);
  const hits = new Map<string, Hit>();
  for (const { ticketId, kind, body } of texts) {
    if (hits.has(ticketId)) continue;
    const isFound = (word: string): boolean => {
      const forms = [...wordsOf(word)];
      return (
        stands(forms, words) ||
        forms.some((form) => tokens.has(kind === 'note' ? hidden(tokenOf(form)) : tokenOf(form)))
      );
    };
    // Somebody may have been found by their address, which is not shown.
    const snippet = snippetOf(body, isFound) ?? (kind === 'people' ? { text: body, ranges: [] } : null);
    if (snippet !== null) hits.set(ticketId, { kind, snippet });
  }
  return hits;
}

/** SQL: the texts of the entries that have one of the tokens, of each ticket the best first. */
const textsSql = `
  with e as (
    select e.ticket_id, e.slot, e.place, e.tokens from search_entry e, (select ?::uuid[] as ids, ?::bigint[] as tokens) a
    where e.ticket_id = any (a.ids) and e.tokens && a.tokens
  )
  select e.ticket_id as "ticketId", x.kind, x.body from e
  join ticket t on t.id = e.ticket_id
  cross join lateral (
    select 'title' as kind, t.title as body, null::integer as sequence where e.slot = 'title'
    union all
    select 'people', string_agg(u.name, ', ' order by u.id = t.reporter_id desc), null
      from app_user u where e.slot = 'people' and u.id in (t.reporter_id, t.assignee_id) having count(*) > 0
    union all
    select 'description', d.body, null from ticket_text d where e.slot = 'description' and d.id = t.description_text_id
    union all
    select 'asset', l.body, null from ticket_asset a join ticket_text l on l.id = a.text_id
      where e.place = 1 and a.ticket_id = t.id and a.asset_id::text = e.slot
    union all
    select 'asset', l.body, null from ticket_text l
      where e.place = 1 and e.slot = t.movement_id::text and l.id = t.movement_text_id
    union all
    select case when v.audience = 'agents' then 'note' else 'message' end, c.body, v.sequence
      from ticket_event v join ticket_text c on c.id = v.text_id
      where e.place = 3 and v.ticket_id = t.id and v.text_id::text = e.slot
  ) x
  order by e.ticket_id, e.place, x.sequence desc`;
