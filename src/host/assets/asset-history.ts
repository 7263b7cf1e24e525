import type { TenantEm } from '../../db/in-tenant.ts';
import type { ActorRef } from '../../domain/actor.ts';
import { newId } from '../../ids.ts';
import type { AssetFact } from './asset.ts';

/**
 * Writes what happened to an asset into its history. Nothing is kept about a deleted asset: its history went with it.
 * An `id` from the caller makes a repeated change recognisable.
 */
export async function recordAssetEvent(
  em: TenantEm,
  tenantId: string,
  event: Readonly<{ id?: string; assetId: string; at: Date; actor: ActorRef; fact: AssetFact }>,
): Promise<void> {
  const { id = newId(), assetId, at, actor, fact } = event;
  await em.execute(
    `insert into asset_event (tenant_id, id, asset_id, at, actor_kind, actor_id, by_key_id, fact)
     select ?, ?, a.id, ?, ?, ?, ?::uuid, ?::jsonb from asset a where a.id = ?`,
    [tenantId, id, at, actor.kind, actor.id, actor.byKey?.id ?? null, JSON.stringify(fact), assetId],
    'run',
  );
}
