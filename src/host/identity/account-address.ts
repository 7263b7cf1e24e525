import type { TenantEm } from '../../db/in-tenant.ts';
import { type RefusalKey, Refused } from '../../domain/refusal.ts';
import { UserEntity, type UserState, userState } from './user.ts';

/**
 * Whether somebody signs in with the address (in its normal form), in whichever tenant or the platform team. Nobody
 * else can take the address before the transaction ends.
 */
export async function isAddressInUse(em: TenantEm, address: string): Promise<boolean> {
  const [found] = await em.execute<{ taken: boolean }[]>('select account_exists(?) as taken', [address]);
  return found?.taken === true;
}

const takenHere: Readonly<Record<UserState, RefusalKey>> = {
  active: 'refusal.email.taken_here',
  invited: 'refusal.email.taken_by_invited',
  deactivated: 'refusal.email.taken_by_deactivated',
};

/**
 * Refuses an address that somebody of the tenant has, whatever their state. Other tenants are not looked at: the answer
 * must not reveal whether somebody there has it.
 * @throws Refused `email_taken`
 */
export async function refuseAddressTakenHere(em: TenantEm, tenantId: string, email: string): Promise<void> {
  const here = await em.findOne(UserEntity, { tenantId, email });
  if (here === null) return;
  throw new Refused({ code: 'email_taken', key: takenHere[userState(here)], field: 'email' });
}

/** SQL that waits for whoever is taking the address `$1`, as `account_exists` does. */
export const holdAddress = `select pg_advisory_xact_lock(hashtextextended('account ' || $1, 0))`;

/**
 * For somebody who has proven that the address is theirs, and already signs in with it elsewhere. Nobody else may learn
 * of it.
 */
export function addressInUse(email: string, tenantName: string): Refused {
  return new Refused({
    code: 'email_taken',
    key: 'refusal.email.own_elsewhere',
    values: { email, tenant: tenantName },
  });
}
