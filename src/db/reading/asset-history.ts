import type { ActorRef } from '../../domain/actor.ts';
import type { MovementKind } from '../../domain/asset.ts';
import type { AssetFact } from '../../host/assets/asset.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { OfReporter } from './tickets-of-asset.ts';
import { actorColumns, actorIn, type ActorColumns } from './event-actor.ts';

/** A place in a list sorted by time: what follows is older, or as old with a smaller id. */
export type TimePlace = Readonly<{ at: Date; id: string }>;

/** A movement with the names that belong to it. */
export type Movement = Readonly<{
  id: string;
  kind: MovementKind;
  fromHolderId: string | null;
  fromHolder: string | null;
  toHolderId: string | null;
  toHolder: string | null;
  fromLocation: string | null;
  toLocation: string | null;
  note: string | null;
  happenedAt: Date;
  recordedBy: string;
}>;

/** Something that happened to an asset; `ticket` and `movement` are what its fact refers to. */
export type AssetHistoryEntry = Readonly<{
  id: string;
  at: Date;
  actor: ActorRef;
  fact: AssetFact;
  ticket: string | null;
  movement: MovementKind | null;
}>;

/** The movements of an asset, newest first. */
export async function readMovements(
  em: TenantEm,
  asked: { assetId: string; after: TimePlace | null; limit: number },
): Promise<Movement[]> {
  const { assetId, after, limit } = asked;
  const rows = await em.execute<(Omit<Movement, 'happenedAt'> & { happenedAt: string })[]>(
    `select m.id, m.kind, m.from_holder_id as "fromHolderId", f.name as "fromHolder", m.to_holder_id as "toHolderId",
       t.name as "toHolder", m.from_location as "fromLocation", m.to_location as "toLocation", m.note,
       m.happened_at as "happenedAt", r.name as "recordedBy"
     from asset_movement m
     left join app_user f on f.id = m.from_holder_id
     left join app_user t on t.id = m.to_holder_id
     join app_user r on r.id = m.recorded_by_id
     where m.asset_id = ? ${after === null ? '' : 'and (m.happened_at, m.id) < (?::timestamptz, ?::uuid)'}
     order by m.happened_at desc, m.id desc limit ?`,
    [assetId, ...placed(after), limit],
  );
  return rows.map((row) => ({ ...row, happenedAt: new Date(row.happenedAt) }));
}

/** Which kinds of facts are shown: those about tickets only where links are switched on. */
export type ShownFacts = Readonly<{ tickets: boolean; movementTickets: boolean; reporterId: OfReporter }>;

/** The history of an asset, newest first; facts about tickets only as far as the reader may see them. */
export async function readAssetHistory(
  em: TenantEm,
  asked: { assetId: string; told: ShownFacts; after: TimePlace | null; limit: number },
): Promise<AssetHistoryEntry[]> {
  const { assetId, told, after, limit } = asked;
  const kinds: AssetFact['kind'][] = ['created', 'edited', 'moved'];
  if (told.tickets) kinds.push('ticket_linked', 'ticket_unlinked');
  if (told.movementTickets) kinds.push('movement_ticket_linked', 'movement_ticket_unlinked');
  const own = `(e.fact->>'ticketId' is null
    or (e.fact->>'ticketId')::uuid = any (array(select t.id from ticket t where t.reporter_id = ?)))`;
  const rows = await em.execute<(ActorColumns & { id: string; at: string; fact: AssetFact })[]>(
    `select e.id, e.at, ${actorColumns}, e.fact from asset_event e
     where e.asset_id = ? and e.fact->>'kind' in (?)
       ${told.reporterId === null ? '' : `and ${own}`}
       ${after === null ? '' : 'and (e.at, e.id) < (?::timestamptz, ?::uuid)'}
     order by e.at desc, e.id desc limit ?`,
    [assetId, kinds, ...(told.reporterId === null ? [] : [told.reporterId]), ...placed(after), limit],
  );
  const numbers = await named(em, 'select id, number as name from ticket where id = any(?)', idsIn(rows, 'ticketId'));
  const movements = await named(
    em,
    'select id, kind as name from asset_movement where id = any(?)',
    idsIn(rows, 'movementId'),
  );
  return rows.map(({ id, at, fact, ...columns }) => ({
    id,
    at: new Date(at),
    actor: actorIn(columns),
    fact,
    ticket: 'ticketId' in fact ? (numbers.get(fact.ticketId) ?? null) : null,
    movement: 'movementId' in fact ? ((movements.get(fact.movementId) as MovementKind | undefined) ?? null) : null,
  }));
}

function idsIn(rows: readonly { fact: AssetFact }[], name: 'ticketId' | 'movementId'): string[] {
  return rows.flatMap(({ fact }) => (name in fact ? [(fact as unknown as Record<typeof name, string>)[name]] : []));
}

// A query of its own: under row-level security, an id taken from the fact's JSON cannot use another table's index.
async function named(em: TenantEm, query: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await em.execute<{ id: string; name: string }[]>(query, [`{${ids.join(',')}}`]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function placed(after: TimePlace | null): unknown[] {
  return after === null ? [] : [after.at, after.id];
}
