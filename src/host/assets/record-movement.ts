import type { TenantEm } from '../../db/in-tenant.ts';
import type { MovementKind } from '../../domain/asset.ts';
import { movedTo } from '../../domain/asset-movement.ts';
import { Refused } from '../../domain/refusal.ts';
import { AssetEntity, MovementEntity } from './asset.ts';
import { recordAssetEvent } from './asset-history.ts';
import { refuseUnknownHolder } from './refusals.ts';
import { type AssetActing, lockAsset, user } from './save-asset.ts';

/** A movement to be recorded: to whom and where, with checked texts. */
export type NewMovement = Readonly<{
  assetId: string;
  kind: MovementKind;
  toHolderId: string | null;
  toLocation: string | null;
  note: string | null;
  happenedAt: Date;
}>;

/**
 * Records a movement and updates the asset to match (`movedTo`), so movements are recorded in order. Returns the
 * movement's id, which is that of the command.
 * @throws Refused `not_found`, `malformed` (the holder, the place, or a day before the last movement's)
 */
export async function recordMovement(
  em: TenantEm,
  tenantId: string,
  movement: NewMovement,
  { by, now, commandId: id }: AssetActing,
): Promise<string> {
  const { assetId, kind, note } = movement;
  const asset = await lockAsset(em, tenantId, assetId);
  if ((await em.count(MovementEntity, { tenantId, id })) > 0) return id;
  const happenedAt = await afterTheLast(em, movement);
  const from = { holderId: asset.holderId ?? null, location: asset.location ?? null };
  const moved = movedTo(from, kind, { holderId: movement.toHolderId, location: movement.toLocation });
  if (!moved.ok) throw new Refused(moved.refusal);
  const to = moved.value;
  // Whoever keeps the asset need not be active any more; whoever receives it must be.
  if (to.holderId !== from.holderId) await refuseUnknownHolder(em, to.holderId);
  await em.insert(MovementEntity, {
    tenantId,
    id,
    assetId,
    kind,
    fromHolderId: from.holderId,
    toHolderId: to.holderId,
    fromLocation: from.location,
    toLocation: to.location,
    note,
    happenedAt,
    recordedAt: now,
    recordedById: by,
  });
  await em.nativeUpdate(AssetEntity, { tenantId, id: assetId }, { ...to, version: asset.version + 1, updatedAt: now });
  await recordAssetEvent(em, tenantId, { assetId, at: now, actor: user(by), fact: { kind: 'moved', movementId: id } });
  return id;
}

/**
 * When the movement happened, placed after the last one of its day. An earlier day is refused: the asset already
 * reflects the last movement.
 */
async function afterTheLast(em: TenantEm, { assetId, happenedAt }: NewMovement): Promise<Date> {
  const [last] = await em.execute<{ at: string | null }[]>(
    'select max(m.happened_at) as at from asset_movement m where m.asset_id = ?',
    [assetId],
  );
  if (last?.at == null) return happenedAt;
  const latest = new Date(last.at);
  if (dayOf(latest) > dayOf(happenedAt)) {
    throw new Refused({
      code: 'malformed',
      key: 'refusal.movement.too_early',
      // Noon, so that it is the same day in whichever time zone it is shown.
      values: { day: Date.parse(`${dayOf(latest)}T12:00:00Z`) },
      field: 'happened_on',
    });
  }
  return latest < happenedAt ? happenedAt : new Date(latest.getTime() + 1);
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
