import type { TenantEm } from '../../../db/in-tenant.ts';
import { Refused } from '../../../domain/refusal.ts';
import { lockTenant } from '../../tenants/lock-tenant.ts';
import { logSetting } from '../../tenants/settings-log.ts';
import { queueServiceMail } from '../../service-mail/queue-service-mail.ts';
import { UserEntity } from '../user.ts';
import { hasSecondStep, readSecondSteps } from './second-steps.ts';

/**
 * Removes all second steps of somebody who has lost theirs: they sign in with their password, and set one up again if
 * the tenant requires it. Their sessions end, and they are notified by mail. Does nothing if there is no second step.
 * @throws Refused `not_found`
 */
export async function resetSecondStep(
  em: TenantEm,
  tenantId: string,
  { userId, by, now }: Readonly<{ userId: string; by: string; now: Date }>,
): Promise<void> {
  await lockTenant(em, tenantId);
  const user = await em.findOne(UserEntity, { tenantId, id: userId });
  if (user === null) throw new Refused({ code: 'not_found', key: 'refusal.user.unknown' });
  if (!hasSecondStep(await readSecondSteps(em, { tenantId, userId }))) return;
  for (const table of ['account_totp', 'account_passkey', 'account_recovery_code']) {
    await em.execute(`delete from ${table} where user_id = ?`, [userId]);
  }
  await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
  await logSetting(em, tenantId, { kind: 'second_step_reset', byId: by, userId });
  const actor = await em.findOneOrFail(UserEntity, { tenantId, id: by });
  await queueServiceMail(em, tenantId, {
    kind: 'second_step_reset',
    to: { name: user.name, address: user.email },
    aboutId: userId,
    fact: { by: actor.name },
    now,
  });
}
