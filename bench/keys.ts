import { inTenant } from '../src/db/in-tenant.ts';
import { apiScopes } from '../src/domain/api-scopes.ts';
import { agentPermissions } from '../src/domain/permissions.ts';
import { countCall } from '../src/host/api-keys/count-call.ts';
import { createApiKey } from '../src/host/api-keys/create-api-key.ts';
import { findApiKey } from '../src/host/api-keys/find-api-key.ts';
import type { Round } from './measure.ts';
import type { Setting } from './setting.ts';
import type { Results } from './trials.ts';

/** Measures what every call of the API pays before it is carried out: finding its key, and being counted (R32). */
export async function measureKeys(
  { orm, core }: Setting,
  tenantId: string,
  results: Results,
  round: Round,
): Promise<void> {
  const wish = { name: 'Bench', scopes: apiScopes, for: { permissions: agentPermissions }, expiresAt: null, by: null };
  const { key } = await inTenant(orm, tenantId, (em) => createApiKey(em, tenantId, wish));
  const found = await findApiKey(orm, key);
  if (found === null) throw new Error('The key of the bench is not found');
  const caller = { ...found, limits: { perKey: 1_000_000, perTenant: 1_000_000 } };
  const run = (name: string, work: () => Promise<unknown>) =>
    results.run({ name, round, product: { work, core }, floor: null });
  await run('find a key', () => findApiKey(orm, key));
  await run('count a read', () => countCall(orm, caller, 'read'));
  await run('count a write', () => countCall(orm, caller, 'write'));
}
