import type { TenantEm } from '../../db/in-tenant.ts';
import type { ApiScope } from '../../domain/api-scopes.ts';
import type { Permission } from '../../domain/permissions.ts';
import { Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { UserEntity } from '../identity/user.ts';
import { queueServiceMail } from '../service-mail/queue-service-mail.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { ApiKeyEntity, type KeyEnvironment } from './api-key.ts';
import { keyHash, newKeyText } from './key-text.ts';

/** Whom a key acts for: a person, or an integration with permissions of its own. */
export type KeyHolder = Readonly<{ userId: string } | { permissions: readonly Permission[] }>;

/**
 * A key to be created; `expiresAt` is null for no end. `by` is who creates it, null for the platform while it sets a
 * tenant up, which is not logged. If the caller gives an `id`, repeating creates no second key.
 */
export type KeyRequest = Readonly<{
  id?: string;
  name: string;
  scopes: readonly ApiScope[];
  for: KeyHolder;
  expiresAt: Date | null;
  by: string | null;
  environment?: KeyEnvironment;
}>;

/** A newly created key; `key` is its plain text, which is shown once and stored nowhere. */
export type NewKey = Readonly<{ id: string; key: string }>;

/**
 * Creates an API key of the transaction's tenant, and notifies the person it acts for if somebody else created it.
 * @throws Refused `key_shown` (the id has created its key before), `not_found` (no such person, or deactivated)
 */
export async function createApiKey(em: TenantEm, tenantId: string, request: KeyRequest): Promise<NewKey> {
  await lockTenant(em, tenantId);
  const { id = newId(), name, scopes, by } = request;
  await refuseShown(em, tenantId, id);
  const userId = 'userId' in request.for ? request.for.userId : null;
  const permissions = 'permissions' in request.for ? request.for.permissions : null;
  if (userId !== null && (await em.count(UserEntity, { tenantId, id: userId, active: true })) === 0) {
    throw new Refused({
      code: 'not_found',
      key: 'refusal.api_key.person_unknown',
      field: 'user',
    });
  }
  const made = await insertKey(em, tenantId, {
    id,
    name,
    scopes,
    userId,
    integrationId: userId === null ? id : null,
    permissions,
    expiresAt: request.expiresAt,
    createdBy: by,
    environment: request.environment ?? 'live',
  });
  if (by !== null) {
    const about = { subject: name, after: [...scopes, ...(permissions ?? [])], ...(userId === null ? {} : { userId }) };
    await logSetting(em, tenantId, { kind: 'api_key_created', byId: by, ...about });
    await tellHolder(em, tenantId, { userId, by, name, scopes });
  }
  return made;
}

/** Tells a person by mail about a key that somebody else has created for them. */
export async function tellHolder(
  em: TenantEm,
  tenantId: string,
  key: Readonly<{ userId: string | null; by: string; name: string; scopes: readonly ApiScope[] }>,
): Promise<void> {
  const { userId, by, name: keyName, scopes } = key;
  if (userId === null || userId === by) return;
  const holder = await em.findOneOrFail(UserEntity, { tenantId, id: userId });
  const maker = await em.findOneOrFail(UserEntity, { tenantId, id: by });
  await queueServiceMail(em, tenantId, {
    kind: 'key_created',
    to: { name: holder.name, address: holder.email },
    aboutId: userId,
    fact: { keyName, scopes, by: maker.name },
    now: new Date(),
  });
}

/** Refuses the id of an existing key: its text cannot be shown again. */
export async function refuseShown(em: TenantEm, tenantId: string, id: string): Promise<void> {
  if ((await em.count(ApiKeyEntity, { tenantId, id })) === 0) return;
  throw new Refused({
    code: 'key_shown',
    key: 'refusal.api_key.shown',
  });
}

type KeyFacts = Readonly<{
  id: string;
  name: string;
  scopes: readonly ApiScope[];
  userId: string | null;
  integrationId: string | null;
  permissions: readonly Permission[] | null;
  expiresAt: Date | null;
  createdBy: string | null;
  environment: KeyEnvironment;
}>;

/** Inserts the row of a new key, and returns its text. */
export async function insertKey(em: TenantEm, tenantId: string, facts: KeyFacts): Promise<NewKey> {
  const key = newKeyText(facts.environment, facts.id);
  await em.insert(ApiKeyEntity, {
    tenantId,
    ...facts,
    scopes: [...facts.scopes],
    permissions: facts.permissions === null ? null : [...facts.permissions],
    secretHash: keyHash(key),
    createdAt: new Date(),
    revokedAt: null,
    lastUsedAt: null,
    replacedBy: null,
  });
  return { id: facts.id, key };
}
