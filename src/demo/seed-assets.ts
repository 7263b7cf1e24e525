import type { TenantEm } from '../db/in-tenant.ts';
import type { Locale } from '../domain/locale.ts';
import { recordMovement } from '../host/assets/record-movement.ts';
import { createAsset } from '../host/assets/save-asset.ts';
import { derivedId } from '../ids.ts';
import { demoAssetsIn, type Holder } from './asset-list.ts';

/** The people of a demo tenant, by index, and who records its assets. */
export type Keepers = Readonly<{ by: string; agents: readonly string[]; reporters: readonly string[] }>;

/** The id of a demo tenant's asset. */
export function demoAssetId(tenantId: string, number: string): string {
  return derivedId('demo', tenantId, 'asset', number);
}

/** The id of one of its movements, by index, oldest first. */
export function demoMovementId(tenantId: string, number: string, place: number): string {
  return derivedId('demo', tenantId, 'movement', number, String(place));
}

/** Creates the assets of a demo tenant that has none yet, each with its movements, called in its language. */
export async function seedAssets(
  em: TenantEm,
  tenantId: string,
  language: Locale,
  { by, agents, reporters }: Keepers,
): Promise<void> {
  const some = await em.execute('select 1 from asset limit 1');
  if (some.length > 0) return;
  const idOf = (holder: Holder | undefined): string | null => {
    if (holder === undefined) return null;
    const [ids, place] = 'agent' in holder ? [agents, holder.agent] : [reporters, holder.reporter];
    return ids[place % ids.length] ?? null;
  };
  for (const { number, name, category, serial = null, location, moved = [] } of demoAssetsIn(language)) {
    const assetId = demoAssetId(tenantId, number);
    const fields = { inventoryNumber: number, name, category, serialNumber: serial, holderId: null, location };
    await createAsset(em, tenantId, fields, { by, now: daysAgo(500), commandId: assetId });
    for (const [place, { kind, days, to, at = null, note = null }] of moved.entries()) {
      const happenedAt = daysAgo(days);
      const movement = { assetId, kind, toHolderId: idOf(to), toLocation: at, note, happenedAt };
      const commandId = demoMovementId(tenantId, number, place);
      await recordMovement(em, tenantId, movement, { by, now: happenedAt, commandId });
    }
  }
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * 24 * 60 * 60 * 1000);
}
