import type { TenantEm } from '../../db/in-tenant.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import { isActiveUser } from '../permissions/agents.ts';

/** For an asset that does not exist, and for one of another tenant: the two look alike. */
export const noSuchAsset: Refusal = { code: 'not_found', key: 'refusal.asset.unknown' };

/** Makes sure that only an active user of the tenant can hold an asset. @throws Refused `malformed` */
export async function refuseUnknownHolder(em: TenantEm, holderId: string | null): Promise<void> {
  if (holderId === null || (await isActiveUser(em, holderId))) return;
  throw new Refused({
    code: 'malformed',
    key: 'refusal.asset.holder_unknown',
    field: 'holder',
  });
}
