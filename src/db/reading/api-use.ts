import type { TenantEm } from '../in-tenant.ts';

/** The API calls of one day (UTC, `2026-11-24`). */
export type DayUse = Readonly<{ day: string; reads: number; writes: number }>;

/** The API calls of one key on one day. */
export type KeyUse = DayUse & Readonly<{ keyId: string }>;

const calls = `coalesce(sum(u.calls) filter (where u.route_class = 'read'), 0)::int as reads,
  coalesce(sum(u.calls) filter (where u.route_class = 'write'), 0)::int as writes`;

/** The calls with all keys of the tenant since that day, by day (R32). */
export async function readUse(em: TenantEm, since: string): Promise<DayUse[]> {
  return em.execute<DayUse[]>(
    `select u.day::text as day, ${calls} from api_usage u where u.day >= ?::date group by u.day order by u.day`,
    [since],
  );
}

/** The calls with these keys since that day, by key and day. */
export async function readUseOf(em: TenantEm, keyIds: readonly string[], since: string): Promise<KeyUse[]> {
  return em.execute<KeyUse[]>(
    `select u.key_id as "keyId", u.day::text as day, ${calls}
     from api_usage u where u.key_id = any(?) and u.day >= ?::date group by u.key_id, u.day order by u.day`,
    [`{${keyIds.join(',')}}`, since],
  );
}
