import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import { type ApiScope, apiScopes } from '../domain/api-scopes.ts';
import { ApiKeyEntity } from '../host/api-keys/api-key.ts';
import { createApiKey } from '../host/api-keys/create-api-key.ts';
import { findApiKey } from '../host/api-keys/find-api-key.ts';
import { signInLookup } from '../host/identity/sign-in.ts';
import { type DemoRole, type DemoTenant, demoTenants } from './tenants.ts';

/** An API key of the demo as `demo.json` lists it: in plain text, with the tenant's name and the person it acts for. */
export type DemoKey = Readonly<{ tenant: string; key: string; scopes: readonly ApiScope[]; email: string }>;

type Wanted = Readonly<{ tenant: string; email: string; scopes: readonly ApiScope[] }>;

const kept = z.object({
  apiKeys: z.array(
    z.object({ tenant: z.string(), key: z.string(), scopes: z.array(z.enum(apiScopes)), email: z.string() }),
  ),
});

/**
 * The demo's keys: for each tenant one of an agent with both scopes, one of another agent that may only read, and one
 * of a reporter. Those in `demoFile` that still work are kept; the others are created again, for a lost key cannot be
 * shown again.
 */
export async function seedKeys(orm: Orm, demoFile: string): Promise<DemoKey[]> {
  const before = keysIn(demoFile);
  const keys: DemoKey[] = [];
  for (const wanted of demoTenants.flatMap(wantedOf)) {
    const known = before.find((key) => sameKey(key, wanted));
    const works = known !== undefined && (await findApiKey(orm, known.key)) !== null;
    const { tenant, scopes, email } = wanted;
    keys.push({ tenant, key: works ? known.key : await makeKey(orm, wanted), scopes, email });
  }
  return keys;
}

function wantedOf({ name: tenant, users }: DemoTenant): Wanted[] {
  const emails = (role: DemoRole) => users.filter(({ roles }) => roles.includes(role)).map(({ email }) => email);
  const [agent, reader] = emails('agent');
  const [reporter] = emails('reporter');
  if (agent === undefined || reader === undefined || reporter === undefined) {
    throw new Error('A demo tenant needs two agents and a reporter');
  }
  return [
    { tenant, email: agent, scopes: apiScopes },
    { tenant, email: reader, scopes: ['tickets:read'] },
    { tenant, email: reporter, scopes: apiScopes },
  ];
}

function sameKey(key: DemoKey, { tenant, email, scopes }: Wanted): boolean {
  return key.tenant === tenant && key.email === email && key.scopes.join() === scopes.join();
}

function keysIn(demoFile: string): readonly DemoKey[] {
  if (!existsSync(demoFile)) return [];
  const read = kept.safeParse(JSON.parse(readFileSync(demoFile, 'utf8')));
  return read.success ? read.data.apiKeys : [];
}

/** Creates the key again; one whose text is lost is revoked. */
async function makeKey(orm: Orm, { email, scopes }: Wanted): Promise<string> {
  const person = await signInLookup(orm, email);
  if (person === null) throw new Error(`The demo has nobody with the address ${email}`);
  const { tenantId, userId } = person;
  return inTenant(orm, tenantId, async (em) => {
    const lost = { tenantId, userId, environment: 'demo', revokedAt: null } as const;
    await em.nativeUpdate(ApiKeyEntity, lost, { revokedAt: new Date() });
    const name = `Demo of ${email}`;
    const request = { name, scopes, for: { userId }, expiresAt: null, by: null, environment: 'demo' } as const;
    return (await createApiKey(em, tenantId, request)).key;
  });
}
