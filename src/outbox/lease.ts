import type { Orm } from '../db/orm.ts';
import type { HeldItem, OutboxTable } from './item.ts';

/** Lease in seconds: after it, another worker may claim the item. A worker that lives renews it in time. */
export const leaseSeconds = 12;

/** How often a worker renews its leases, in ms. */
export const renewEveryMs = 3_000;

/**
 * Extends the leases of these items until `until`, and returns the ids of those that this worker still holds: a row
 * that another worker has claimed meanwhile belongs to that one.
 */
export async function renewLeases(orm: Orm, held: readonly HeldItem[], until: Date): Promise<Set<string>> {
  const ours = new Set<string>();
  for (const table of ['notice', 'service_mail'] satisfies OutboxTable[]) {
    const claims = held.filter((item) => item.table === table).map((item) => item.claim);
    if (claims.length === 0) continue;
    const rows = await orm.em
      .fork()
      .execute<{ id: string }[]>(`select id from ${table}_renew(?::uuid[], ?::uuid[], ?::integer[], ?) as id`, [
        `{${claims.map((claim) => claim.tenantId).join(',')}}`,
        `{${claims.map((claim) => claim.id).join(',')}}`,
        `{${claims.map((claim) => claim.attempts).join(',')}}`,
        until,
      ]);
    for (const { id } of rows) ours.add(id);
  }
  return ours;
}
