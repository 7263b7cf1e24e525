import type { Refusal } from './refusal.ts';

/**
 * Refuses a change after which more people would hold tickets:manage than the licence allows (R14); null if it is fine.
 * A change that takes no further seat succeeds even while the tenant is over its limit, so that nobody loses access by
 * it.
 */
export function overSeats(seats: { limit: number; before: number; after: number }): Refusal | null {
  const { limit, before, after } = seats;
  if (after <= limit || after <= before) return null;
  return {
    code: 'quota_exceeded',
    key: 'refusal.quota.seats',
    values: { after, limit, before },
    details: { quota: 'max_agents', limit, use: before, wanted: after },
  };
}
