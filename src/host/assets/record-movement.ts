import type { TenantEm } from '../../db/in-tenant.ts';
import { type MovementKind } from '../../domain/asset.ts';
import { AssetEntity, MovementEntity } from './asset.ts';
import { recordAssetEvent } from './asset-history.ts';
import { refuseUnknownHolder } from './refusals.ts';
import { type AssetActing, lockAsset, user } from './save-asset.ts';

/** A movement as it is recorded: to whom and where, its texts checked. What the kind says nothing of is left out. */
export type NewMovement = Readonly<{
  assetId: string;
  kind: MovementKind;
  toHolderId: string | null;
  toLocation: string | null;
  note: string | null;
  happenedAt: Date;
}>;

/**
 * Records a movement and has the asset follow it: a hand-over sets the holder, a return leaves nobody, the others keep
 * who holds it; a location that is named becomes the asset's. Gives the movement's id, which is that of the command.
 * @throws Refused `not_found`, `malformed` (the holder)
 */
export async function recordMovement(
  em: TenantEm,
  tenantId: string,
  movement: NewMovement,
  { by, now, commandId: id }: AssetActing,
): Promise<string> {
  const { assetId, kind, note, happenedAt } = movement;
  const asset = await lockAsset(em, tenantId, assetId);
  if ((await em.count(MovementEntity, { tenantId, id })) > 0) return id;
  if (kind === 'hand_over') await refuseUnknownHolder(em, movement.toHolderId);
  const from = { holderId: asset.holderId ?? null, location: asset.location ?? null };
  const to = {
    holderId: kind === 'hand_over' ? movement.toHolderId : kind === 'return' ? null : from.holderId,
    location: movement.toLocation ?? from.location,
  };
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
