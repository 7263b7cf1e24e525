import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { apiScopes } from '../../src/domain/api-scopes.ts';
import { agentPermissions } from '../../src/domain/permissions.ts';
import { createApiKey, type KeyHolder, type KeyRequest, type NewKey } from '../../src/host/api-keys/create-api-key.ts';
import type { TestPerson } from './people.ts';

type Overrides = Partial<Omit<KeyRequest, 'for'>>;

/** A key that acts for this person, with both scopes and without an end unless said otherwise. */
export async function createKeyFor(
  orm: Orm,
  person: Pick<TestPerson, 'tenantId' | 'userId'>,
  overrides: Overrides = {},
): Promise<NewKey> {
  return create(orm, person.tenantId, { userId: person.userId }, overrides);
}

/** A key of an integration that may do what an agent may, or what `permissions` say. */
export async function createIntegrationKey(
  orm: Orm,
  tenantId: string,
  overrides: Overrides & Partial<Extract<KeyHolder, { permissions: unknown }>> = {},
): Promise<NewKey> {
  const { permissions = agentPermissions, ...rest } = overrides;
  return create(orm, tenantId, { permissions }, rest);
}

/** The header by which the key is presented. */
export function bearer({ key }: Pick<NewKey, 'key'>): Record<string, string> {
  return { Authorization: `Bearer ${key}` };
}

function create(orm: Orm, tenantId: string, holder: KeyHolder, overrides: Overrides): Promise<NewKey> {
  const wish = { name: 'Key of a test', scopes: apiScopes, expiresAt: null, by: null, ...overrides, for: holder };
  return inTenant(orm, tenantId, (em) => createApiKey(em, tenantId, wish));
}
