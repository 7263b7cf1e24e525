import type { TenantEm } from '../../../src/db/in-tenant.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { seatsInUse } from '../../../src/host/permissions/agents.ts';
import { formatCount } from '../../page/count.ts';

/** The seats of the licence as /page/views/quota-bar draws them: "7 of 10 agents". */
export type Seats = Readonly<{ label: string; used: number; limit: number; unit: string }>;

/** How many seats are taken, of how many; null without a licence. */
export async function readSeats(em: TenantEm, tenantId: string): Promise<Seats | null> {
  const licence = await readLicence(em, tenantId);
  if (licence === null) return null;
  return { label: 'Licence:', used: await seatsInUse(em), limit: licence.maxAgents, unit: 'agents' };
}

/** Explains that an invitation takes no seat yet. */
export function seatSummary({ used, limit }: Seats): string {
  const rule = 'A seat of the licence is taken only when an invited agent joins.';
  const free = limit - used;
  if (free > 0) return `${rule} ${formatCount(free)} of ${formatCount(limit)} are free now.`;
  return `${rule} None is free now: invite agents if you like, but they can join only once somebody else has stopped being one.`;
}
