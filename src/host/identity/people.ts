import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';
import { addMember } from '../permissions/groups.ts';
import { type AccessChange, changeAccess } from '../permissions/change-access.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { type FoundLink, sendLink, spendLinks } from './account-links.ts';
import { UserEntity, userState } from './user.ts';

/** Who changes people, and when: an administrator of the tenant. */
export type Acting = Readonly<{ by: string; now: Date }>;

/**
 * Invites somebody: a user who can do nothing yet, in the groups named, and a mail with a one-time link. A seat is taken
 * only when the invited person joins. With the same id again it changes nothing.
 * @throws Refused `email_taken`, `not_found` (a group)
 */
export async function inviteUser(
  em: TenantEm,
  tenantId: string,
  user: { id: string; email: string; name: string; groupIds: readonly string[] },
  { by, now }: Acting,
): Promise<void> {
  await lockTenant(em, tenantId);
  const email = user.email.toLowerCase();
  if ((await em.findOne(UserEntity, { tenantId, id: user.id })) !== null) return;
  const [taken] = await em.execute<{ exists: boolean }[]>('select account_exists(?) as exists', [email]);
  if (taken?.exists) {
    throw new Refused({
      code: 'email_taken',
      message: 'There is an account with this address already, perhaps in another organisation. Use another address.',
      field: 'email',
    });
  }
  await em.insert(UserEntity, {
    tenantId,
    id: user.id,
    email,
    name: user.name,
    passwordHash: null,
    active: false,
    deactivatedAt: null,
    mailOptOut: false,
    createdAt: now,
  });
  await logSetting(em, tenantId, { kind: 'user_invited', byId: by, userId: user.id, after: email });
  for (const groupId of user.groupIds) await addMember(em, { tenantId, groupId, userId: user.id, by });
  const inviter = await em.findOneOrFail(UserEntity, { tenantId, id: by });
  const about = { id: user.id, email, name: user.name };
  await sendLink(em, tenantId, { user: about, purpose: 'invitation', invitedBy: inviter.name, now });
}

/**
 * Sends a new one-time link: to an invited person the invitation again, to an active one a link for a new password. Links
 * sent before end.
 * @throws Refused `not_found`, `changed_meanwhile` (deactivated)
 */
export async function sendLinkAgain(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { by, now }: Acting,
): Promise<void> {
  await lockTenant(em, tenantId);
  const user = await userOf(em, tenantId, userId);
  const state = userState(user);
  if (state === 'deactivated') throw new Refused(deactivated);
  const invited = state === 'invited';
  await logSetting(em, tenantId, { kind: invited ? 'invitation_sent_again' : 'password_link_sent', byId: by, userId });
  const inviter = await em.findOneOrFail(UserEntity, { tenantId, id: by });
  const purpose = invited ? 'invitation' : 'password_reset';
  await sendLink(em, tenantId, { user, purpose, invitedBy: invited ? inviter.name : null, now });
}

/**
 * Takes away a person's access, in whatever state they are: sessions and links end, groups and history stay.
 * @throws Refused `last_administrator`, `not_found`
 */
export async function deactivateUser(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { by, now }: Acting,
): Promise<AccessChange<void>> {
  return changeAccess(em, tenantId, async () => {
    const user = await userOf(em, tenantId, userId);
    const state = userState(user);
    if (state === 'deactivated') return;
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { active: false, deactivatedAt: now });
    await spendLinks(em, tenantId, userId, now);
    await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
    await logSetting(em, tenantId, { kind: 'user_deactivated', byId: by, userId, before: state });
  });
}

/**
 * Gives a deactivated person access again, with the groups that they had. Who has never set a password is invited anew.
 * @throws Refused `quota_exceeded`, `not_found`
 */
export async function reactivateUser(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { by, now }: Acting,
): Promise<AccessChange<void>> {
  return changeAccess(em, tenantId, async () => {
    const user = await userOf(em, tenantId, userId);
    if (userState(user) !== 'deactivated') return;
    const active = user.passwordHash !== null;
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { active, deactivatedAt: null });
    await logSetting(em, tenantId, {
      kind: 'user_reactivated',
      byId: by,
      userId,
      after: active ? 'active' : 'invited',
    });
    if (active) return;
    const inviter = await em.findOneOrFail(UserEntity, { tenantId, id: by });
    await sendLink(em, tenantId, { user, purpose: 'invitation', invitedBy: inviter.name, now });
  });
}

/**
 * Sets the password by a one-time link, and spends it. An invited person joins by that, which may take a seat. Every
 * session of the person ends.
 * @throws Refused `link_spent`, `quota_exceeded`
 */
export async function setPasswordByLink(
  em: TenantEm,
  link: Pick<FoundLink, 'id' | 'tenantId' | 'userId' | 'purpose'>,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const { tenantId, userId } = link;
  await changeAccess(em, tenantId, async () => {
    const spent = await em.execute<{ id: string }[]>(
      'update account_link set spent_at = ? where id = ? and spent_at is null and expires_at > ? returning id',
      [now, link.id, now],
    );
    if (spent.length === 0) throw new Refused(linkSpent);
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { passwordHash, active: true, deactivatedAt: null });
    await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
    const kind = link.purpose === 'invitation' ? 'user_joined' : 'password_set';
    await logSetting(em, tenantId, { kind, byId: userId, userId });
  });
}

/** For a link that was used, has ended or never was: the three look alike. */
export const linkSpent = {
  code: 'link_spent',
  message: 'This link has been used or has ended. Ask the administrators of your organisation for a new one.',
} as const;

const deactivated = {
  code: 'changed_meanwhile',
  message: 'This person is deactivated. Reactivate them first, which sends a link where one is needed.',
} as const;

async function userOf(em: TenantEm, tenantId: string, userId: string) {
  const user = await em.findOne(UserEntity, { tenantId, id: userId });
  if (user === null) throw new Refused({ code: 'not_found', message: 'There is no such user.' });
  return user;
}
