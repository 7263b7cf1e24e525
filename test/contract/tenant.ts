import { randomUUID } from 'node:crypto';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { apiScopes } from '../../src/domain/api-scopes.ts';
import { callLimitCeiling } from '../../src/domain/call-limits.ts';
import { createApiKey } from '../../src/host/api-keys/create-api-key.ts';
import { createUser } from '../../src/host/identity/create-user.ts';
import { activateLicence } from '../../src/host/licence/change-licence.ts';
import { makeAgent } from '../../src/host/permissions/groups.ts';
import { createTenant } from '../../src/host/tenants/create-tenant.ts';

/** Keys with both scopes, in clear: of an agent and of a reporter. */
export type ContractKeys = Readonly<{ agent: string; reporter: string }>;

/** A tenant with an agent and a reporter, whose limits do not stand in the way of a program that asks as fast as it can. */
export async function createContractTenant(orm: Orm): Promise<ContractKeys> {
  const tenantId = randomUUID();
  return inTenant(orm, tenantId, async (em) => {
    await createTenant(em, { id: tenantId, name: 'Contract', slug: 'contract', queueAddress: 'queue@contract.test' });
    await activateLicence(em, tenantId, { callsPerKey: callLimitCeiling, callsPerTenant: callLimitCeiling });
    const agent = await createUser(em, tenantId, { email: 'agent@contract.test', name: 'Ada Agent' });
    // The address that the examples of the document name.
    const reporter = await createUser(em, tenantId, { email: 'rita@example.com', name: 'Rita Reporter' });
    await makeAgent(em, tenantId, agent);
    const keyOf = async (userId: string): Promise<string> => {
      const wish = { name: 'Contract', scopes: apiScopes, for: { userId }, expiresAt: null, by: null };
      return (await createApiKey(em, tenantId, wish)).key;
    };
    return { agent: await keyOf(agent), reporter: await keyOf(reporter) };
  });
}
