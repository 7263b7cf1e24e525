import { inTenant } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { sendLink } from './account-links.ts';
import { UserEntity, userState } from './user.ts';

/**
 * Sends a link to whoever signs in with the address: for a new password or, if they are only invited, the invitation
 * again. Nothing is sent to an unknown address, nor to one of the platform team: the operator gives them a new
 * password. The caller answers alike in every case.
 */
export async function sendLostLinks(orm: Orm, email: string, now: Date): Promise<void> {
  const sql = 'select * from lost_password_lookup(?)';
  const found = await orm.em.fork().execute<{ tenant_id: string; user_id: string }[]>(sql, [normalAddress(email)]);
  for (const { tenant_id: tenantId, user_id: id } of found) {
    await inTenant(orm, tenantId, async (em) => {
      await lockTenant(em, tenantId);
      const user = await em.findOneOrFail(UserEntity, { tenantId, id });
      const state = userState(user);
      if (state === 'deactivated') return;
      const purpose = state === 'invited' ? 'invitation' : 'password_reset';
      await sendLink(em, tenantId, { user, purpose, by: null, now });
    });
  }
}
