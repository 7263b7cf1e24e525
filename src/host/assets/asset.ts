import { defineEntity, p } from '@mikro-orm/core';
import type { ActorRef } from '../../domain/actor.ts';
import type { AssetCategory, MovementKind } from '../../domain/asset.ts';

/** A thing that the tenant owns. `version` grows with each edit and movement; the holder is a user of the tenant. */
export const AssetEntity = defineEntity({
  name: 'Asset',
  tableName: 'asset',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    version: p.integer(),
    inventoryNumber: p.text(),
    name: p.text(),
    category: p.text().$type<AssetCategory>(),
    serialNumber: p.text().nullable(),
    holderId: p.uuid().nullable(),
    location: p.text().nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
});

/** A hand-over, move, return or repair. Recorded once: the application can neither change nor delete it. */
export const MovementEntity = defineEntity({
  name: 'AssetMovement',
  tableName: 'asset_movement',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    assetId: p.uuid(),
    kind: p.text().$type<MovementKind>(),
    fromHolderId: p.uuid().nullable(),
    toHolderId: p.uuid().nullable(),
    fromLocation: p.text().nullable(),
    toLocation: p.text().nullable(),
    note: p.text().nullable(),
    happenedAt: p.datetime(3),
    recordedAt: p.datetime(3),
    recordedById: p.uuid(),
  },
});

/** The fields of an asset that people edit. */
export type AssetField = 'name' | 'inventoryNumber' | 'category' | 'serialNumber' | 'holderId' | 'location';

/**
 * What happened to an asset; a closed set, each kind with its facts. Only ids are stored: texts are looked up when
 * read.
 */
export type AssetFact =
  | Readonly<{ kind: 'created' }>
  | Readonly<{ kind: 'edited'; fields: readonly AssetField[] }>
  | Readonly<{ kind: 'moved'; movementId: string }>
  | Readonly<{ kind: 'ticket_linked' | 'ticket_unlinked'; ticketId: string }>
  | Readonly<{ kind: 'movement_ticket_linked' | 'movement_ticket_unlinked'; ticketId: string; movementId: string }>;

/** The asset's history: append-only, deleted with the asset. */
export const AssetEventEntity = defineEntity({
  name: 'AssetEvent',
  tableName: 'asset_event',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    assetId: p.uuid(),
    at: p.datetime(3),
    actorKind: p.text().$type<ActorRef['kind']>(),
    actorId: p.text(),
    byKeyId: p.uuid().nullable(),
    fact: p.json().$type<AssetFact>(),
  },
});
