import type { TenantEm } from '../../db/in-tenant.ts';
import { type Refusal, Refused } from '../../domain/refusal.ts';
import { isActiveUser } from '../permissions/agents.ts';

/** For an asset that is not there, and for one of another tenant: the two look alike. */
export const noSuchAsset: Refusal = { code: 'not_found', message: 'There is no such asset.' };

/** Lets nobody hold an asset who is not an active user of the tenant. @throws Refused `malformed` */
export async function refuseUnknownHolder(em: TenantEm, holderId: string | null): Promise<void> {
  if (holderId === null || (await isActiveUser(em, holderId))) return;
  throw new Refused({
    code: 'malformed',
    message: 'Nobody who is active is meant by this. Choose somebody else to hold it.',
    field: 'holder',
  });
}
