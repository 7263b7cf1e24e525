import type { Refusal } from './refusal.ts';

/**
 * The refusal of a change after which more people would hold tickets:manage than the licence allows (R14), or null. A
 * change that takes no further seat goes through even while the tenant is over its limit: nobody loses access by that.
 */
export function overSeats(seats: { limit: number; before: number; after: number }): Refusal | null {
  const { limit, before, after } = seats;
  if (after <= limit || after <= before) return null;
  return {
    code: 'quota_exceeded',
    message:
      `This would make ${after} ${after === 1 ? 'agent' : 'agents'}; your licence allows ${limit} (${before} in use). ` +
      'Nothing was changed. Remove tickets:manage from someone or ask HGE Uslimato for seats.',
    details: { quota: 'max_agents', limit, use: before, wanted: after },
  };
}
