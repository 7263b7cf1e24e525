import { type Account, inAccount } from '../../db/in-account.ts';
import type { Orm } from '../../db/orm.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { UserEntity } from './user.ts';

/**
 * Sets another password for an account, and ends all its sessions and pending sign-ins: people who change their own
 * password open a new session.
 */
export async function changeOwnPassword(orm: Orm, account: Account, passwordHash: string): Promise<void> {
  const { tenantId, userId } = account;
  await inAccount(orm, account, async (em) => {
    if (tenantId === null) {
      await em.execute('select platform_password_set(?, ?)', [userId, passwordHash]);
      await em.execute('select platform_session_close_all(?)', [userId]);
      return;
    }
    await em.nativeUpdate(UserEntity, { tenantId, id: userId, active: true }, { passwordHash });
    await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
    await logSetting(em, tenantId, { kind: 'password_changed', byId: userId, userId });
  });
}
