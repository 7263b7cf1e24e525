import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';

/**
 * Whether somebody signs in with the address (in its normal form): of whichever tenant, or of the platform team. Nobody
 * else can take the address before the transaction ends.
 */
export async function isAddressInUse(em: TenantEm, address: string): Promise<boolean> {
  const [found] = await em.execute<{ taken: boolean }[]>('select account_exists(?) as taken', [address]);
  return found?.taken === true;
}

/** SQL that waits for whoever is taking the address `$1`, as `account_exists` does. */
export const holdAddress = `select pg_advisory_xact_lock(hashtextextended('account ' || $1, 0))`;

/**
 * For whoever has proven that the address is theirs, and signs in with it elsewhere already. Nobody else may learn that.
 */
export function addressInUse(email: string, tenantName: string): Refused {
  return new Refused({
    code: 'email_taken',
    message:
      `You have an account with ${email} already, and an address belongs to one account. Ask the administrators of ` +
      `${tenantName} to use another address of yours, or have the address of your other account changed first.`,
  });
}
