import type { Orm } from '../orm.ts';

/** Ids of tenants in their order, those after `last` (null: from the first), at most so many. */
export async function tenantIdsAfter(orm: Orm, last: string | null, atMost: number): Promise<string[]> {
  const rows = await orm.em
    .fork()
    .execute<{ id: string }[]>('select id from tenant_ids_after(?, ?) as id', [last, atMost]);
  return rows.map((row) => row.id);
}

/** Tenants in which it was asked, at least so long ago, to take former agents off their tickets. */
export async function tenantsToRelease(
  orm: Orm,
  { graceSeconds, atMost }: { graceSeconds: number; atMost: number },
): Promise<string[]> {
  const rows = await orm.em
    .fork()
    .execute<{ id: string }[]>('select id from agent_releases(make_interval(secs => ?), ?) as id', [
      graceSeconds,
      atMost,
    ]);
  return rows.map((row) => row.id);
}
