import type { TenantEm } from '../../db/in-tenant.ts';
import { writePeople } from '../../db/search/names.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { Refused } from '../../domain/refusal.ts';
import { revokeKeysOf } from '../api-keys/revoke-api-key.ts';
import { addMember, type By } from '../permissions/groups.ts';
import { type AccessChange, changeAccess } from '../permissions/change-access.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { isAddressInUse, refuseAddressTakenHere } from './account-address.ts';
import { sendLink, spendLinks } from './account-links.ts';
import { AccountLinkEntity, type LinkPurpose, UserEntity, type UserState, userState } from './user.ts';

/** Who changes people, and when: an administrator of the tenant. */
export type Acting = Readonly<{ by: string; now: Date }>;

/**
 * Who invites: an administrator, or null for the platform team, whose invitations are not in the tenant's settings log.
 */
type Inviting = Readonly<{ by: By; now: Date }>;

/**
 * Invites somebody: creates a user without any access yet, in the groups named, and sends a one-time link. A seat and
 * the address are taken only when the invited person joins: then, and to them alone, it is revealed if another tenant
 * knows the address. Repeating it with the same id changes nothing.
 * @throws Refused `email_taken` (in this tenant), `not_found` (a group), `command_id_reused` (somebody else has the id)
 */
export async function inviteUser(
  em: TenantEm,
  tenantId: string,
  user: { id: string; email: string; name: string; groupIds: readonly string[] },
  { by, now }: Inviting,
): Promise<void> {
  await lockTenant(em, tenantId);
  const email = normalAddress(user.email);
  const known = await em.findOne(UserEntity, { tenantId, id: user.id });
  if (known !== null) {
    if (known.email !== email || known.name !== user.name) throw new Refused(somebodyElse);
    return;
  }
  await insertInvited(em, { tenantId, id: user.id, email, name: user.name, createdAt: now });
  if (by !== null) await logSetting(em, tenantId, { kind: 'user_invited', byId: by, userId: user.id, after: email });
  for (const groupId of user.groupIds) await addMember(em, { tenantId, groupId, userId: user.id, by });
  const invitedBy = await inviterName(em, tenantId, by);
  const about = { id: user.id, email, name: user.name };
  await sendLink(em, tenantId, { user: about, purpose: 'invitation', by: invitedBy, now });
}

/**
 * Sends a new one-time link, and returns its purpose: an invited person gets the invitation again, an active one a link
 * for a new password. Earlier links become invalid. Repeating it with the same `linkId` sends nothing.
 * @throws Refused `not_found`, `changed_meanwhile` (deactivated)
 */
export async function sendLinkAgain(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { by, now, linkId }: Inviting & { linkId?: string },
): Promise<LinkPurpose> {
  await lockTenant(em, tenantId);
  const user = await userOf(em, tenantId, userId);
  const sent = linkId === undefined ? null : await em.findOne(AccountLinkEntity, { tenantId, userId, id: linkId });
  if (sent !== null) return sent.purpose;
  const state = userState(user);
  if (state === 'deactivated') throw new Refused(deactivated);
  const invited = state === 'invited';
  const kind = invited ? 'invitation_sent_again' : 'password_link_sent';
  if (by !== null) await logSetting(em, tenantId, { kind, byId: by, userId });
  const invitedBy = invited ? await inviterName(em, tenantId, by) : null;
  const purpose = invited ? 'invitation' : 'password_reset';
  await sendLink(em, tenantId, { user, purpose, by: invitedBy, now, ...(linkId === undefined ? {} : { id: linkId }) });
  return purpose;
}

/**
 * Deactivates a person, whatever their state: sessions, links and API keys end, the keys for good; groups and history
 * stay.
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
    await revokeKeysOf(em, tenantId, { userId, by, now });
    await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
    await logSetting(em, tenantId, { kind: 'user_deactivated', byId: by, userId, before: state });
  });
}

/**
 * Reactivates a person, with the groups that they had, and returns their new state: somebody who has never set a
 * password is invited again.
 * @throws Refused `quota_exceeded`, `not_found`, `email_taken` (somebody signs in with their address meanwhile)
 */
export async function reactivateUser(
  em: TenantEm,
  tenantId: string,
  userId: string,
  { by, now }: Acting,
): Promise<AccessChange<UserState>> {
  return changeAccess(em, tenantId, async () => {
    const user = await userOf(em, tenantId, userId);
    const state = userState(user);
    if (state !== 'deactivated') return state;
    const active = user.passwordHash !== null;
    if (active && (await isAddressInUse(em, user.email))) throw new Refused(addressGone);
    const after = active ? 'active' : 'invited';
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { active, deactivatedAt: null });
    await logSetting(em, tenantId, { kind: 'user_reactivated', byId: by, userId, after });
    if (active) return after;
    const invitedBy = await inviterName(em, tenantId, by);
    await sendLink(em, tenantId, { user, purpose: 'invitation', by: invitedBy, now });
    return after;
  });
}

const deactivated = {
  code: 'changed_meanwhile',
  key: 'refusal.user.deactivated',
} as const;

const addressGone = {
  code: 'email_taken',
  key: 'refusal.email.gone',
} as const;

const somebodyElse = {
  code: 'command_id_reused',
  key: 'refusal.user.form_used',
} as const;

type Invited = Readonly<{ tenantId: string; id: string; email: string; name: string; createdAt: Date }>;

async function insertInvited(em: TenantEm, user: Invited): Promise<void> {
  await refuseAddressTakenHere(em, user.tenantId, user.email);
  const state = {
    passwordHash: null,
    active: false,
    deactivatedAt: null,
    mailOptOut: false,
    language: null,
    timeZone: null,
  };
  await em.insert(UserEntity, { ...user, ...state });
  await writePeople(em, user.tenantId, [{ id: user.id, name: user.name, email: user.email }]);
}

/** The inviter's name, as the mail gives it; null for the platform team, of whom it names nobody. */
async function inviterName(em: TenantEm, tenantId: string, by: By): Promise<string | null> {
  if (by === null) return null;
  return (await em.findOneOrFail(UserEntity, { tenantId, id: by })).name;
}

async function userOf(em: TenantEm, tenantId: string, userId: string) {
  const user = await em.findOne(UserEntity, { tenantId, id: userId });
  if (user === null) throw new Refused({ code: 'not_found', key: 'refusal.user.unknown' });
  return user;
}
