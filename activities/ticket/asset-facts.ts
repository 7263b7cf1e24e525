import type { TenantEm } from '../../src/db/in-tenant.ts';
import { assetLabel, type MovementKind, movementLabel } from '../../src/domain/asset.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import { linksOn } from '../../src/domain/licence.ts';
import { accept, type Outcome, refuse } from '../../src/domain/refusal.ts';
import { readLicence } from '../../src/host/licence/read-licence.ts';
import type { CommandToSave, DecidedCommand } from './save-request.ts';

/**
 * The command's events, completed with what only the database knows about its assets: their labels, and whether this
 * actor can name them. Somebody else's asset is refused like one that does not exist. With the flag off, links are left
 * out and the rest of the command goes through (R29). The assets are locked until the transaction ends, so a deletion
 * waits (R28).
 */
export async function withAssetFacts(
  em: TenantEm,
  of: CommandToSave,
  assetIds: readonly string[],
  now: Date,
): Promise<Outcome<readonly DecidedEvent[]>> {
  const decided = of.command.events;
  if (!decided.some((event) => isLink(event))) return accept(decided);
  const switchedOn = await linksSwitchedOn(em, of, now);
  const linked = new Set(assetIds);
  const events: DecidedEvent[] = [];
  const assets = await readAssets(em, of.command);
  for (const event of decided) {
    if (isLink(event) && !switchedOn(event)) continue;
    if (event.type === 'asset_linked') {
      const asset = assets.get(event.assetId);
      if (asset === undefined) return assetUnknown(event.assetId);
      linked.add(event.assetId);
      events.push({ ...event, label: assetLabel(asset) });
    } else if (event.type === 'movement_linked') {
      const movement = await readMovement(em, event.movementId);
      if (movement === null || !linked.has(movement.assetId)) return movementUnknown;
      events.push({ ...event, assetId: movement.assetId, label: movementLabel(movement) });
    } else {
      if (event.type === 'asset_unlinked') linked.delete(event.assetId);
      events.push(event);
    }
  }
  return accept(events);
}

type Link = Extract<
  DecidedEvent,
  { type: 'asset_linked' | 'asset_unlinked' | 'movement_linked' | 'movement_unlinked' }
>;

function isLink(event: DecidedEvent): event is Link {
  return event.type.startsWith('asset_') || event.type.startsWith('movement_');
}

/** Whether a link is allowed by the current licence. A movement needs both flags (R30). */
async function linksSwitchedOn(
  em: TenantEm,
  { tenantId, command: { events } }: CommandToSave,
  now: Date,
): Promise<(event: Link) => boolean> {
  const { assets, movements } = linksOn(await readLicence(em, tenantId), now);
  const gone = new Set(events.flatMap((event) => (event.type === 'asset_unlinked' ? [event.assetId] : [])));
  return (event) => {
    if (event.type.startsWith('asset_')) return assets;
    // Unlinking an asset also unlinks its movement, even where movements are hidden; alone, a movement stays there.
    return movements || (assets && event.type === 'movement_unlinked' && gone.has(event.assetId));
  };
}

type Asset = Readonly<{ id: string; name: string; inventoryNumber: string }>;

/**
 * The assets to be linked that the actor can name. All assets of the events are locked against deletion, in one order
 * and before their links: a deletion takes the asset first too.
 */
async function readAssets(em: TenantEm, { actor, reach, events }: DecidedCommand): Promise<Map<string, Asset>> {
  const ids = events.flatMap((event) =>
    event.type === 'asset_linked' || event.type === 'asset_unlinked' ? [event.assetId] : [],
  );
  if (ids.length === 0) return new Map();
  const rows = await em.execute<(Asset & { holderId: string | null })[]>(
    `select a.id, a.name, a.inventory_number as "inventoryNumber", a.holder_id as "holderId" from asset a
     where a.id = any(?) order by a.id for key share`,
    [`{${ids.join(',')}}`],
  );
  const inReach = rows.filter(({ holderId }) => reach === 'all' || holderId === actor.id);
  return new Map(inReach.map((asset) => [asset.id, asset]));
}

async function readMovement(
  em: TenantEm,
  id: string,
): Promise<{ assetId: string; kind: MovementKind; happenedAt: Date } | null> {
  const [row] = await em.execute<{ assetId: string; kind: MovementKind; happenedAt: string }[]>(
    `select m.asset_id as "assetId", m.kind, m.happened_at as "happenedAt" from asset_movement m where m.id = ?`,
    [id],
  );
  return row === undefined ? null : { ...row, happenedAt: new Date(row.happenedAt) };
}

function assetUnknown(assetId: string): Outcome<never> {
  return refuse('asset_unknown', 'refusal.assets.unknown', {
    field: 'assets',
    details: { asset: assetId },
  });
}

const movementUnknown = refuse('movement_unknown', 'refusal.movement.unknown', { field: 'movement' });
