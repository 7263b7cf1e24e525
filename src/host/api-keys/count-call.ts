import type { Orm } from '../../db/orm.ts';
import type { ApiCaller } from './find-api-key.ts';

/** The two kinds of use that are counted apart: calls that change nothing, and all others. */
export const routeClasses = ['read', 'write'] as const;

export type RouteClass = (typeof routeClasses)[number];

/** A limit with what is left of it, and in how many seconds it is full again. */
export type LimitState = Readonly<{ limit: number; left: number; seconds: number }>;

/** The limits that a call met; `exceeded` is the one that has no room for it, null if the call is let through. */
export type CallCount = Readonly<{
  perKey: LimitState;
  perTenant: LimitState;
  exceeded: 'perKey' | 'perTenant' | null;
}>;

type Row = {
  allowed: boolean;
  key_left: number;
  key_seconds: number;
  tenant_left: number;
  tenant_seconds: number;
};

/**
 * Counts a call against the limits of its key and its tenant and, if both have room, in the day's usage of the key
 * (R32). One statement, exact however many processes ask at once. When this returns, a write is on disk.
 */
export async function countCall(orm: Orm, caller: ApiCaller, routeClass: RouteClass): Promise<CallCount> {
  const { tenantId, keyId, limits } = caller;
  const [row] = await orm.em
    .fork()
    .execute<Row[]>('select * from api_call_count(?, ?, ?, ?, ?)', [
      tenantId,
      keyId,
      limits.perKey,
      limits.perTenant,
      routeClass === 'write',
    ]);
  if (row === undefined) throw new Error('api_call_count gives one row');
  return {
    perKey: { limit: limits.perKey, left: row.key_left, seconds: row.key_seconds },
    perTenant: { limit: limits.perTenant, left: row.tenant_left, seconds: row.tenant_seconds },
    exceeded: row.allowed ? null : row.key_left === 0 ? 'perKey' : 'perTenant',
  };
}
