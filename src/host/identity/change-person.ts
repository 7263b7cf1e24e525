import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { TenantEm } from '../../db/in-tenant.ts';
import { writePeople } from '../../db/search/names.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { Refused } from '../../domain/refusal.ts';
import { queueServiceMail } from '../service-mail/queue-service-mail.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { addressInUse, isAddressInUse, refuseAddressTakenHere } from './account-address.ts';
import { type FoundLink, sendLink, spendLink, spendLinks } from './account-links.ts';
import { AccountLinkEntity, UserEntity, userState } from './user.ts';

/** What an administrator can change about a person. */
type Change<Value> = Readonly<{ userId: string; by: string; now: Date }> & Value;

/**
 * Renames a person; the same name changes nothing.
 * @throws Refused `not_found`
 */
export async function renameUser(
  em: TenantEm,
  tenantId: string,
  { userId, name, by }: Change<{ name: string }>,
): Promise<void> {
  await lockTenant(em, tenantId);
  const user = await userOf(em, tenantId, userId);
  if (user.name === name) return;
  await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { name });
  await writePeople(em, tenantId, [{ id: userId, name, email: user.email }]);
  await logSetting(em, tenantId, { kind: 'user_renamed', byId: by, userId, before: user.name, after: name });
}

/**
 * The result of a change of address: it awaits confirmation, the person is invited again under it, or they already have
 * it.
 */
export type AddressChange = 'asked' | 'invited' | 'same';

/**
 * Requests a change of a person's address. Somebody with a password confirms the new one through the link in a mail to
 * it, and until then signs in with the old one. Somebody who is only invited is invited under the new address instead.
 * Other tenants are not looked at: the answer must not reveal who has an account there. Repeating it with the same
 * `linkId` sends nothing.
 * @throws Refused `not_found`, `email_taken` (in this tenant)
 */
export async function changeAddress(
  em: TenantEm,
  tenantId: string,
  change: Change<{ email: string; linkId: string }>,
): Promise<AddressChange> {
  const { userId, by, now, linkId } = change;
  const email = normalAddress(change.email);
  await lockTenant(em, tenantId);
  const user = await userOf(em, tenantId, userId);
  const isInvited = userState(user) === 'invited';
  if ((await em.count(AccountLinkEntity, { tenantId, userId, id: linkId })) > 0) return isInvited ? 'invited' : 'asked';
  if (user.email === email) return 'same';
  await refuseAddressTakenHere(em, tenantId, email);
  const asking = (await em.findOneOrFail(UserEntity, { tenantId, id: by })).name;
  const about = { byId: by, userId, before: user.email, after: email };
  if (isInvited) {
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { email });
    await writePeople(em, tenantId, [{ id: userId, name: user.name, email }]);
    await logSetting(em, tenantId, { kind: 'address_changed', ...about });
    const invited = { id: userId, name: user.name, email };
    await sendLink(em, tenantId, { user: invited, purpose: 'invitation', by: asking, now, id: linkId });
    return 'invited';
  }
  await logSetting(em, tenantId, { kind: 'address_change_sent', ...about });
  await sendLink(em, tenantId, { user, purpose: 'email_change', newEmail: email, by: asking, now, id: linkId });
  return 'asked';
}

/**
 * Withdraws a change of address that awaits confirmation: the link in the mail becomes invalid.
 * @throws Refused `not_found`
 */
export async function withdrawAddressChange(
  em: TenantEm,
  tenantId: string,
  { userId, by, now }: Change<object>,
): Promise<void> {
  await lockTenant(em, tenantId);
  await userOf(em, tenantId, userId);
  const open = { tenantId, userId, purpose: 'email_change', spentAt: null, expiresAt: { $gt: now } } as const;
  const waiting = await em.findOne(AccountLinkEntity, open);
  if (waiting === null) return;
  await spendLinks(em, tenantId, userId, now, ['email_change']);
  const before = waiting.newEmail ?? null;
  await logSetting(em, tenantId, { kind: 'address_change_withdrawn', byId: by, userId, before });
}

/**
 * Makes the address that a link was sent to the person's own, and notifies the old one. Links to the old one become
 * invalid.
 * @throws Refused `link_spent`, `email_taken` (somebody signs in with it by now)
 */
export async function confirmAddress(em: TenantEm, link: FoundLink, now: Date): Promise<void> {
  const { tenantId, userId, newEmail } = link;
  await lockTenant(em, tenantId);
  await spendLink(em, link, now);
  if (newEmail === null) throw new Error('This link confirms no address');
  const user = await userOf(em, tenantId, userId);
  if (await isAddressInUse(em, newEmail)) throw addressInUse(newEmail, link.tenantName);
  try {
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { email: newEmail });
  } catch (error) {
    // Somebody here has been invited with it meanwhile, or had it before being deactivated.
    if (error instanceof UniqueConstraintViolationException) throw addressInUse(newEmail, link.tenantName);
    throw error;
  }
  await writePeople(em, tenantId, [{ id: userId, name: user.name, email: newEmail }]);
  await spendLinks(em, tenantId, userId, now);
  const about = { byId: userId, userId, before: user.email, after: newEmail };
  await logSetting(em, tenantId, { kind: 'address_changed', ...about });
  await queueServiceMail(em, tenantId, {
    kind: 'email_changed',
    to: { name: user.name, address: user.email },
    aboutId: userId,
    fact: { newAddress: newEmail },
    now,
  });
}

async function userOf(em: TenantEm, tenantId: string, userId: string) {
  const user = await em.findOne(UserEntity, { tenantId, id: userId });
  if (user === null) throw new Refused({ code: 'not_found', key: 'refusal.user.unknown' });
  return user;
}
