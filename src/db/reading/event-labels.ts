import type { TextRef, TicketEvent } from '../../domain/event.ts';
import type { TenantEm } from '../in-tenant.ts';

/** An event with its place in the ticket's history. */
type Placed = Readonly<{ sequence: number; fact: TicketEvent<TextRef> }>;

/**
 * The earlier labels of what these events took away: of the asset or movement that was unlinked, of the title that was
 * changed. Returned as ids of texts, by sequence.
 */
export async function readFormerTexts(
  em: TenantEm,
  ticketId: string,
  events: readonly Placed[],
): Promise<ReadonlyMap<number, string>> {
  const wanted = events.flatMap(({ sequence, fact }) => {
    const former = formerOf(fact);
    return former === null ? [] : [{ sequence, ...former }];
  });
  if (wanted.length === 0) return new Map();
  const list = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;
  const rows = await em.execute<{ sequence: number; textId: string }[]>(
    `select w.sequence, former."textId"
     from unnest(?::int[], ?::text[], ?::text[]) as w (sequence, what, id)
     cross join lateral (
       select coalesce(e.fact->'title'->>'id', e.text_id::text) as "textId" from ticket_event e
       where e.ticket_id = ? and e.sequence < w.sequence and (
         (w.what = 'title' and e.type in ('created', 'title_edited'))
         or (w.what = 'asset' and e.type = 'asset_linked' and e.fact->>'assetId' = w.id)
         or (w.what = 'movement' and e.type = 'movement_linked' and e.fact->>'movementId' = w.id))
       order by e.sequence desc limit 1) former`,
    [
      list(wanted.map(({ sequence }) => sequence)),
      list(wanted.map(({ what }) => what)),
      list(wanted.map(({ id }) => id)),
      ticketId,
    ],
  );
  return new Map(rows.map(({ sequence, textId }) => [sequence, textId]));
}

function formerOf(fact: Placed['fact']): { what: 'title' | 'asset' | 'movement'; id: string } | null {
  switch (fact.type) {
    case 'title_edited':
      return { what: 'title', id: '-' };
    case 'asset_unlinked':
      return { what: 'asset', id: fact.assetId };
    case 'movement_unlinked':
      return { what: 'movement', id: fact.movementId };
    default:
      return null;
  }
}
