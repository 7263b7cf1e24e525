import type { TenantEm } from '../in-tenant.ts';

/** The calls of one key on one day (UTC, `2026-11-24`). */
export type DayUse = Readonly<{ keyId: string; day: string; reads: number; writes: number }>;

/** What all keys of the tenant were used for since that day, by key and day (R32). */
export async function readUse(em: TenantEm, since: string): Promise<DayUse[]> {
  return em.execute<DayUse[]>(
    `select u.key_id as "keyId", u.day::text as day,
       coalesce(sum(u.calls) filter (where u.route_class = 'read'), 0)::int as reads,
       coalesce(sum(u.calls) filter (where u.route_class = 'write'), 0)::int as writes
     from api_usage u where u.day >= ?::date group by u.key_id, u.day order by u.day`,
    [since],
  );
}
