import type { TenantEm } from '../../../src/db/in-tenant.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { seatsInUse } from '../../../src/host/permissions/agents.ts';
import type { Translator } from '../../../src/locales/translator.ts';

/** The seats of the licence as /page/views/quota-bar draws them: "7 of 10 agents". */
export type Seats = Readonly<{ label: string; used: number; limit: number; unit: string }>;

/** How many seats are taken, of how many; null without a licence. */
export async function readSeats({ t }: Translator, em: TenantEm, tenantId: string): Promise<Seats | null> {
  const licence = await readLicence(em, tenantId);
  if (licence === null) return null;
  const used = await seatsInUse(em);
  return { label: t('settings.seats.label'), used, limit: licence.maxAgents, unit: t('settings.seats.unit') };
}

/** Explains that an invitation takes no seat yet. */
export function seatSummary({ t }: Translator, { used, limit }: Seats): string {
  return t('settings.seats.invitation', { free: Math.max(0, limit - used), limit });
}
