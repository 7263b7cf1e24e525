import { defineEntity, p } from '@mikro-orm/core';
import type { ApiScope } from '../../domain/api-scopes.ts';
import type { Permission } from '../../domain/permissions.ts';

/** What a key is for, as its text says: only the seed creates `demo` keys. */
export const keyEnvironments = ['live', 'demo'] as const;

export type KeyEnvironment = (typeof keyEnvironments)[number];

/**
 * A key of the public API (R31), for a person (`userId`) or for an integration with `permissions` of its own. Only the
 * SHA-256 of its text is stored. A replaced key names its successor and works until `expiresAt`.
 */
export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    name: p.text(),
    environment: p.text().$type<KeyEnvironment>(),
    secretHash: p.blob(),
    scopes: p.array().$type<ApiScope[]>(),
    userId: p.uuid().nullable(),
    integrationId: p.uuid().nullable(),
    permissions: p.array().$type<Permission[]>().nullable(),
    createdAt: p.datetime(3),
    createdBy: p.uuid().nullable(),
    expiresAt: p.datetime(3).nullable(),
    revokedAt: p.datetime(3).nullable(),
    lastUsedAt: p.datetime(3).nullable(),
    replacedBy: p.uuid().nullable(),
  },
});
