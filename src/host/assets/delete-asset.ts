import { DriverException } from '@mikro-orm/core';
import type { TenantEm } from '../../db/in-tenant.ts';
import { forgetName } from '../../db/search/names.ts';
import { assetLabel } from '../../domain/asset.ts';
import { mayHappen } from '../../domain/licence.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import { readLicence } from '../licence/read-licence.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { SettingsChangeEntity } from '../tenants/settings-change.ts';
import { AssetEntity } from './asset.ts';
import { noSuchAsset } from './refusals.ts';
import type { AssetActing } from './save-asset.ts';

/**
 * Deletes an asset with its movements and history; who did it stays in the settings log. This is refused while active
 * tickets are about it, unless the tenant has links to tickets switched off (R28). The row is locked first: a ticket
 * that is just being linked holds the row until it is saved, and is counted then; a later one no longer finds the
 * asset.
 * @throws Refused `not_found`, `asset_in_use` (with `details.tickets`, how many)
 */
export async function deleteAsset(
  em: TenantEm,
  tenantId: string,
  assetId: string,
  { by, now, commandId }: AssetActing,
): Promise<void> {
  const [asset] = await em.execute<{ name: string; inventoryNumber: string }[]>(
    'select a.name, a.inventory_number as "inventoryNumber" from asset a where a.id = ? for update',
    [assetId],
  );
  if (asset === undefined) {
    if ((await em.count(SettingsChangeEntity, { tenantId, id: commandId })) > 0) return;
    throw new Refused(noSuchAsset);
  }
  const tickets = await activeTicketsAbout(em, assetId);
  if (tickets > 0) {
    const licence = await readLicence(em, tenantId);
    if (mayHappen(licence, 'link_assets', now)) throw new Refused(inUse(tickets));
    await em.execute('delete from asset_link where asset_id = ?', [assetId], 'run');
  }
  try {
    await em.nativeDelete(AssetEntity, { tenantId, id: assetId });
  } catch (error) {
    throw isLinked(error) ? new Refused(inUse(null)) : error;
  }
  await forgetName(em, tenantId, 'asset', assetId);
  await logSetting(em, tenantId, { id: commandId, kind: 'asset_deleted', byId: by, subject: assetLabel(asset) });
}

/** How many active tickets are about the asset: each of them has a row in `asset_link`. */
export async function activeTicketsAbout(em: TenantEm, assetId: string): Promise<number> {
  const [counted] = await em.execute<{ n: number }[]>(
    'select count(*)::int as n from asset_link l where l.asset_id = ?',
    [assetId],
  );
  return counted?.n ?? 0;
}

/** Why an asset cannot be deleted: the number of active tickets about it, null if they were not counted. */
export function inUse(tickets: number | null): Refusal {
  if (tickets === null) return { code: 'asset_in_use', key: 'refusal.asset.in_use' };
  return { code: 'asset_in_use', key: 'refusal.asset.in_use_by', values: { n: tickets }, details: { tickets } };
}

/** foreign_key_violation, and restrict_violation, which PostgreSQL 18 raises for keys that say RESTRICT. */
function isLinked(error: unknown): boolean {
  return error instanceof DriverException && ['23503', '23001'].includes(String((error as { code?: unknown }).code));
}
