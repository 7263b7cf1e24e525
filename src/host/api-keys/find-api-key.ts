import { timingSafeEqual } from 'node:crypto';
import { inTenant } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import type { Actor } from '../../domain/actor.ts';
import type { ApiScope } from '../../domain/api-scopes.ts';
import { type CallLimits, standardCallLimits } from '../../domain/call-limits.ts';
import type { Licence } from '../../domain/licence.ts';
import type { Permission } from '../../domain/permissions.ts';
import { type LicenceColumns, licenceOfRow } from '../licence/licence-of-row.ts';
import { keyHash, keyIdIn } from './key-text.ts';

/**
 * Who is calling with an API key: what it may do is limited by its scopes and by the actor's permissions, both as they
 * are now (R31). `limits` are calls per minute. Whether the tenant has the API at all depends on the licence:
 * `public_api`.
 */
export type ApiCaller = Readonly<{
  keyId: string;
  tenantId: string;
  tenantName: string;
  actor: Extract<Actor, { kind: 'user' | 'integration' }>;
  scopes: readonly ApiScope[];
  licence: Licence | null;
  limits: CallLimits;
}>;

type Row = LicenceColumns & {
  tenant_id: string;
  tenant_name: string;
  secret_hash: Buffer;
  user_id: string | null;
  integration_id: string | null;
  permissions: Permission[];
  scopes: ApiScope[];
  use_is_noted: boolean;
  calls_per_key: number | null;
  calls_per_tenant: number | null;
};

/**
 * The caller to whom the presented key belongs, by one query; null if the key is unknown, expired, revoked or of an
 * inactive person. A text without the form and checksum of a key is refused without a query.
 */
export async function findApiKey(orm: Orm, presented: string): Promise<ApiCaller | null> {
  const keyId = keyIdIn(presented);
  if (keyId === null) return null;
  const [row] = await orm.em.fork().execute<Row[]>('select * from api_key_find(?)', [keyId]);
  if (row === undefined || !timingSafeEqual(keyHash(presented), row.secret_hash)) return null;
  if (!row.use_is_noted) await noteUse(orm, row.tenant_id, keyId);
  return callerFrom(keyId, row);
}

/** Records that the key is in use, at most once a minute, however many ask at the same time. */
async function noteUse(orm: Orm, tenantId: string, keyId: string): Promise<void> {
  await inTenant(orm, tenantId, (em) =>
    em.execute(
      `update api_key set last_used_at = now()
       where id = ? and (last_used_at is null or last_used_at <= now() - interval '1 minute')`,
      [keyId],
    ),
  );
}

function callerFrom(keyId: string, row: Row): ApiCaller {
  const { permissions } = row;
  return {
    keyId,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    actor:
      row.user_id === null
        ? { kind: 'integration', id: row.integration_id ?? keyId, permissions }
        : { kind: 'user', id: row.user_id, permissions, byKey: { id: keyId } },
    scopes: row.scopes,
    licence: licenceOfRow(row),
    limits: {
      perKey: row.calls_per_key ?? standardCallLimits.perKey,
      perTenant: row.calls_per_tenant ?? standardCallLimits.perTenant,
    },
  };
}
