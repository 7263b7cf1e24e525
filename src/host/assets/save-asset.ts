import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { TenantEm } from '../../db/in-tenant.ts';
import { writeNames } from '../../db/search/names.ts';
import type { AssetCategory } from '../../domain/asset.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import { AssetEntity, AssetEventEntity } from './asset.ts';
import { recordAssetEvent } from './asset-history.ts';
import { noSuchAsset, refuseUnknownHolder } from './refusals.ts';

/**
 * The fields of an asset, with checked texts (src/domain/asset-fields.ts). A holder is an active user of the tenant.
 */
export type AssetFields = Readonly<{
  name: string;
  inventoryNumber: string;
  category: AssetCategory;
  serialNumber: string | null;
  holderId: string | null;
  location: string | null;
}>;

/** Who does it, when, and the id of the form's command: repeating the same one changes nothing. */
export type AssetActing = Readonly<{ by: string; now: Date; commandId: string }>;

/**
 * Adds an asset to the tenant's inventory, under the id of the requesting command, and returns that id.
 * @throws Refused `name_taken` (the inventory number), `malformed` (the holder)
 */
export async function createAsset(
  em: TenantEm,
  tenantId: string,
  fields: AssetFields,
  { by, now, commandId: id }: AssetActing,
): Promise<string> {
  // The second of two concurrent callers waits here, and then finds what the first has created.
  await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [id]);
  if ((await em.findOne(AssetEntity, { tenantId, id })) !== null) return id;
  await refuseUnknownHolder(em, fields.holderId);
  const row = { tenantId, id, version: 1, ...fields, createdAt: now, updatedAt: now };
  await refusingTaken(() => em.insert(AssetEntity, row));
  await writeNames(em, tenantId, 'asset', [{ id, texts: textsOf(fields) }]);
  await recordAssetEvent(em, tenantId, { assetId: id, at: now, actor: user(by), fact: { kind: 'created' } });
  return id;
}

/**
 * Changes an asset to what the form says, if it has not changed since the form was shown.
 * @throws Refused `not_found`, `changed_meanwhile`, `name_taken` (the inventory number), `malformed` (the holder)
 */
export async function editAsset(
  em: TenantEm,
  tenantId: string,
  change: Readonly<{ assetId: string; seenVersion: number; fields: AssetFields }>,
  { by, now, commandId }: AssetActing,
): Promise<void> {
  const { assetId, seenVersion, fields } = change;
  const before = await lockAsset(em, tenantId, assetId);
  if ((await em.count(AssetEventEntity, { tenantId, id: commandId, assetId })) > 0) return;
  if (before.version !== seenVersion) throw new Refused(changedMeanwhile(before.version));
  const changed = (Object.keys(fields) as (keyof AssetFields)[]).filter(
    (field) => fields[field] !== (before[field] ?? null),
  );
  if (changed.length === 0) return;
  // The current holder may keep it, even when no longer active.
  if (changed.includes('holderId')) await refuseUnknownHolder(em, fields.holderId);
  const row = { ...fields, version: before.version + 1, updatedAt: now };
  await refusingTaken(() => em.nativeUpdate(AssetEntity, { tenantId, id: assetId }, row));
  await writeNames(em, tenantId, 'asset', [{ id: assetId, texts: textsOf(fields) }]);
  const fact = { kind: 'edited', fields: changed } as const;
  await recordAssetEvent(em, tenantId, { id: commandId, assetId, at: now, actor: user(by), fact });
}

/** The current asset, locked against other changes until the transaction ends. @throws Refused `not_found` */
export async function lockAsset(em: TenantEm, tenantId: string, assetId: string) {
  const [found] = await em.execute('select 1 from asset a where a.id = ? for no key update', [assetId]);
  if (found === undefined) throw new Refused(noSuchAsset);
  return em.findOneOrFail(AssetEntity, { tenantId, id: assetId }, { refresh: true });
}

/** The person as the history stores them. */
export function user(id: string) {
  return { kind: 'user', id } as const;
}

/** What an asset is found by. */
function textsOf({ name, inventoryNumber, serialNumber }: AssetFields): (string | null)[] {
  return [name, inventoryNumber, serialNumber];
}

async function refusingTaken(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) throw new Refused(numberTaken);
    throw error;
  }
}

const numberTaken: Refusal = {
  code: 'name_taken',
  key: 'refusal.asset.inventory_number_taken',
  field: 'inventory_number',
};

function changedMeanwhile(version: number): Refusal {
  return {
    code: 'changed_meanwhile',
    key: 'refusal.asset.changed',
    details: { version },
  };
}
