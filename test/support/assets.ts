import { randomUUID } from 'node:crypto';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { AssetLinkEntity, TicketAssetEntity } from '../../src/db/ticket-entities.ts';
import { assetLabel } from '../../src/domain/asset.ts';
import { deleteAsset } from '../../src/host/assets/delete-asset.ts';
import { type NewMovement, recordMovement } from '../../src/host/assets/record-movement.ts';
import { type AssetFields, createAsset } from '../../src/host/assets/save-asset.ts';
import { randomDigits } from './random-digits.ts';

/** An asset of a test, and what tickets call it. */
export type TestAsset = AssetFields & Readonly<{ id: string; label: string }>;

/** Somebody of the tenant, by whom the tests have things done to assets. */
type By = Readonly<{ tenantId: string; by: string }>;

export const acting = (by: string) => ({ by, now: new Date(), commandId: randomUUID() });

/** What an asset of the tests says when nothing else is said; its inventory number is its own. */
export function assetFields(overrides: Partial<AssetFields> = {}): AssetFields {
  return {
    name: 'Laptop',
    inventoryNumber: `NB-${randomDigits()}`,
    category: 'computer',
    serialNumber: null,
    holderId: null,
    location: null,
    ...overrides,
  };
}

/** Adds an asset to the inventory of the tenant. */
export async function anAsset(
  orm: Orm,
  { tenantId, by }: By,
  overrides: Partial<AssetFields> = {},
): Promise<TestAsset> {
  const fields = assetFields(overrides);
  const id = await inTenant(orm, tenantId, (em) => createAsset(em, tenantId, fields, acting(by)));
  return { ...fields, id, label: assetLabel(fields) };
}

/** Records a movement, a move into the store unless said otherwise, and gives its id. */
export function aMovement(
  orm: Orm,
  { tenantId, by }: By,
  movement: Partial<NewMovement> & Pick<NewMovement, 'assetId'>,
): Promise<string> {
  const whole: NewMovement = {
    kind: 'move',
    toHolderId: null,
    toLocation: 'Store',
    note: null,
    happenedAt: new Date('2026-01-05T08:00:00.000Z'),
    ...movement,
  };
  return inTenant(orm, tenantId, (em) => recordMovement(em, tenantId, whole, acting(by)));
}

/** Deletes an asset. */
export function remove(orm: Orm, { tenantId, by }: By, assetId: string): Promise<void> {
  return inTenant(orm, tenantId, (em) => deleteAsset(em, tenantId, assetId, acting(by)));
}

/** The ids of the assets that keep a ticket's hold, and of those that it lists; both in order. */
export async function linksOf(
  orm: Orm,
  tenantId: string,
  ticketId: string,
): Promise<{ held: string[]; listed: string[] }> {
  return inTenant(orm, tenantId, async (em) => ({
    held: (await em.find(AssetLinkEntity, { ticketId })).map((link) => link.assetId).toSorted(),
    listed: (await em.find(TicketAssetEntity, { ticketId })).map((link) => link.assetId).toSorted(),
  }));
}
