import { TenantEntity } from '../../host/tenants/tenant.ts';
import { inTenant } from '../in-tenant.ts';
import type { Orm } from '../orm.ts';
import { tenantIdsAfter } from '../upkeep/tenants.ts';
import { isRebuilt, rebuildTenant } from './rebuild-tenant.ts';

const tenantsAtOnce = 100;
const tellEveryMs = 5_000;

/**
 * Rebuilds the index of all tenants, one after the other, or of the one with that slug; with `missing` only where that was
 * never finished. False if no tenant has the slug.
 */
export async function rebuildTenants(
  orm: Orm,
  asked: Readonly<{ slug: string | null; missing: boolean; say: (line: string) => void }>,
): Promise<boolean> {
  let known = asked.slug === null;
  for await (const id of tenants(orm)) {
    const { slug, complete } = await inTenant(orm, id, async (em) => ({
      slug: (await em.findOneOrFail(TenantEntity, { id })).slug,
      complete: await isRebuilt(em),
    }));
    if (asked.slug !== null && asked.slug !== slug) continue;
    known = true;
    if (asked.missing && complete) continue;
    let told = performance.now();
    await rebuildTenant(orm, id, ({ done, total }) => {
      if (performance.now() - told < tellEveryMs) return;
      told = performance.now();
      asked.say(`${slug}: ${done} of ${total} tickets.`);
    });
    asked.say(`${slug}: the search index is complete.`);
  }
  return known;
}

async function* tenants(orm: Orm): AsyncGenerator<string> {
  for (let last: string | null = null; ;) {
    const ids: string[] = await tenantIdsAfter(orm, last, tenantsAtOnce);
    yield* ids;
    const end = ids.at(-1);
    if (end === undefined) return;
    last = end;
  }
}
