import type { Orm } from '../orm.ts';

/** Ids of tenants, ordered, those after `last` (null: from the first). */
export async function tenantIdsAfter(orm: Orm, last: string | null, atMost: number): Promise<string[]> {
  const rows = await orm.em
    .fork()
    .execute<{ id: string }[]>('select id from tenant_ids_after(?, ?) as id', [last, atMost]);
  return rows.map((row) => row.id);
}
