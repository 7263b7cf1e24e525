import { inTenant } from '../src/db/in-tenant.ts';
import type { Orm } from '../src/db/orm.ts';
import { apiScopes } from '../src/domain/api-scopes.ts';
import { agentPermissions } from '../src/domain/permissions.ts';
import { countCall } from '../src/host/api-keys/count-call.ts';
import { createApiKey } from '../src/host/api-keys/create-api-key.ts';
import { findApiKey } from '../src/host/api-keys/find-api-key.ts';
import { type Figures, measure } from './measure.ts';

/** What every call of the API pays before it is carried out: finding its key, and being counted (R32). */
export async function measureKeys(
  orm: Orm,
  tenantId: string,
  round: { clients: number; count: number },
): Promise<Figures[]> {
  const wish = { name: 'Bench', scopes: apiScopes, for: { permissions: agentPermissions }, expiresAt: null, by: null };
  const { key } = await inTenant(orm, tenantId, (em) => createApiKey(em, tenantId, wish));
  const found = await findApiKey(orm, key);
  if (found === null) throw new Error('The key of the bench is none');
  const caller = { ...found, limits: { perKey: 1_000_000, perTenant: 1_000_000 } };
  return [
    await measure('find a key', round, async () => void (await findApiKey(orm, key))),
    await measure('count a read', round, async () => void (await countCall(orm, caller, 'read'))),
    await measure('count a write', round, async () => void (await countCall(orm, caller, 'write'))),
  ];
}
