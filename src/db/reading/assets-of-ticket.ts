import { assetLabel, type MovementKind, movementLabel } from '../../domain/asset.ts';
import type { Ticket } from '../../domain/ticket.ts';
import type { TenantEm } from '../in-tenant.ts';
import { linkedColumns, type LinkedRow, linkedTicket, type LinkedTicket } from './agent-ticket.ts';

/**
 * An asset of a ticket. `label` is what it was called when it was linked, `now` what it is called today: null if it has
 * been deleted. `holderId` is who has it.
 */
export type LinkedAsset = Readonly<{ id: string; label: string; now: string | null; holderId: string | null }>;

/** The assets of a ticket, in the order of linking. */
export async function readLinkedAssets(em: TenantEm, ticket: Ticket): Promise<LinkedAsset[]> {
  if (ticket.assetIds.length === 0) return [];
  const rows = await em.execute<
    { id: string; label: string; name: string | null; inventoryNumber: string; holderId: string | null }[]
  >(
    `select x.asset_id as id, w.body as label, a.name, a.inventory_number as "inventoryNumber", a.holder_id as "holderId"
     from ticket_asset x join ticket_text w on w.id = x.text_id left join asset a on a.id = x.asset_id
     where x.ticket_id = ?`,
    [ticket.id],
  );
  return rows
    .map(({ name, inventoryNumber, ...row }) => ({
      ...row,
      now: name === null ? null : assetLabel({ name, inventoryNumber }),
    }))
    .toSorted((a, b) => ticket.assetIds.indexOf(a.id) - ticket.assetIds.indexOf(b.id));
}

/** The other active tickets about each of a ticket's assets; one more than `limit` if there are more. */
export async function readOtherActiveTickets(
  em: TenantEm,
  ticket: Ticket,
  limit: number,
): Promise<ReadonlyMap<string, LinkedTicket[]>> {
  if (ticket.assetIds.length === 0) return new Map();
  const rows = await em.execute<(LinkedRow & { assetId: string })[]>(
    `select w.id as "assetId", o.*
     from unnest(?::uuid[]) as w (id)
     cross join lateral (
       select ${linkedColumns} from asset_link l join ticket t on t.id = l.ticket_id
       where l.asset_id = w.id and l.ticket_id <> ? order by t.updated_at desc, t.id desc limit ?) o
     order by o."updatedAt" desc`,
    [`{${ticket.assetIds.join(',')}}`, ticket.id, limit + 1],
  );
  const found = new Map<string, LinkedTicket[]>();
  for (const row of rows) found.set(row.assetId, [...(found.get(row.assetId) ?? []), linkedTicket(row)]);
  return found;
}

/** A movement that a ticket can be linked to, with its label and its asset. */
export type KnownMovement = Readonly<{ id: string; assetId: string; asset: string; label: string }>;

/** The newest movements of these assets. */
export async function readMovementsOf(
  em: TenantEm,
  assetIds: readonly string[],
  limit: number,
): Promise<KnownMovement[]> {
  if (assetIds.length === 0) return [];
  return knownMovements(
    await em.execute<RawMovement[]>(
      `${movement} where m.asset_id = any(?) order by m.happened_at desc, m.id desc limit ?`,
      [`{${assetIds.join(',')}}`, limit],
    ),
  );
}

/** The movement with that id, or null. */
export async function readMovement(em: TenantEm, id: string): Promise<KnownMovement | null> {
  return knownMovements(await em.execute<RawMovement[]>(`${movement} where m.id = ?`, [id]))[0] ?? null;
}

/** The label of the ticket's movement from when it was linked, and whether the movement still exists. */
export async function readLinkedMovement(
  em: TenantEm,
  { movement: linked }: Ticket,
): Promise<{ id: string; assetId: string; label: string; exists: boolean } | null> {
  if (linked === null) return null;
  const { id, assetId } = linked;
  const [row] = await em.execute<{ label: string; exists: boolean }[]>(
    `select w.body as label, exists (select 1 from asset_movement m where m.id = ?) as "exists"
     from ticket_text w where w.id = ?`,
    [id, linked.labelTextId],
  );
  return row === undefined ? null : { id, assetId, ...row };
}

type RawMovement = { id: string; assetId: string; asset: string; kind: MovementKind; happenedAt: string };

const movement = `select m.id, m.asset_id as "assetId", a.name as asset, m.kind, m.happened_at as "happenedAt"
  from asset_movement m join asset a on a.id = m.asset_id`;

function knownMovements(rows: readonly RawMovement[]): KnownMovement[] {
  return rows.map(({ id, assetId, asset, kind, happenedAt }) => ({
    id,
    assetId,
    asset,
    label: movementLabel({ kind, happenedAt: new Date(happenedAt) }),
  }));
}
