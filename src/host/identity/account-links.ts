import type { TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { changeAccess } from '../permissions/change-access.ts';
import { queueServiceMail } from '../service-mail/queue-service-mail.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { addressInUse, isAddressInUse } from './account-address.ts';
import { AccountLinkEntity, type LinkPurpose, UserEntity } from './user.ts';

/** How long a link is valid, in hours: an invitation may wait, a lost password may not. */
const hoursOf: Readonly<Record<LinkPurpose, number>> = { invitation: 7 * 24, password_reset: 4, email_change: 24 };

/**
 * A link as found before its tenant was known. `newEmail` is the address that it confirms, if that is what it is for.
 * `languages` and `timeZone` are what the person has chosen, or else their tenant.
 */
export type FoundLink = Readonly<{
  id: string;
  tenantId: string;
  tenantName: string;
  userId: string;
  userName: string;
  userEmail: string;
  purpose: LinkPurpose;
  newEmail: string | null;
  expiresAt: Date;
  spentAt: Date | null;
  languages: readonly string[];
  timeZone: string | null;
}>;

type Row = {
  tenant_id: string;
  tenant_name: string;
  user_id: string;
  user_name: string;
  user_email: string;
  purpose: LinkPurpose;
  new_email: string | null;
  expires_at: Date | string;
  spent_at: Date | string | null;
  languages: string[];
  time_zone: string | null;
};

/** The link with that id, or null. */
export async function findLink(orm: Orm, id: string): Promise<FoundLink | null> {
  const [row] = await orm.em.fork().execute<Row[]>('select * from account_link_find(?)', [id]);
  if (row === undefined) return null;
  return {
    id,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    userId: row.user_id,
    userName: row.user_name,
    userEmail: row.user_email,
    purpose: row.purpose,
    newEmail: row.new_email,
    expiresAt: new Date(row.expires_at),
    spentAt: row.spent_at === null ? null : new Date(row.spent_at),
    languages: row.languages,
    timeZone: row.time_zone,
  };
}

type LinkRequest = Readonly<{
  user: Readonly<{ id: string; email: string; name: string }>;
  /** The name that the mail gives for whoever sent the invitation, or requested the change. */
  by: string | null;
  now: Date;
  id?: string;
}> &
  Readonly<{ purpose: 'invitation' | 'password_reset' } | { purpose: 'email_change'; newEmail: string }>;

/**
 * Creates a link for the user, with the caller's id or a new one, and the mail that carries it: to the new address if
 * one is to be confirmed, else to the current one. Earlier links for the same purpose become invalid.
 */
export async function sendLink(em: TenantEm, tenantId: string, request: LinkRequest): Promise<void> {
  const { user, purpose, by, now, id = newId(now.getTime()) } = request;
  const newEmail = request.purpose === 'email_change' ? request.newEmail : null;
  await spendLinks(em, tenantId, user.id, now, newEmail === null ? ['invitation', 'password_reset'] : ['email_change']);
  const expiresAt = new Date(now.getTime() + hoursOf[purpose] * 3_600_000);
  const link = { tenantId, id, userId: user.id, purpose, newEmail, createdAt: now, expiresAt, spentAt: null };
  await em.insert(AccountLinkEntity, link);
  const fact = { linkId: id, expiresAt: expiresAt.toISOString() };
  await queueServiceMail(em, tenantId, {
    ...(request.purpose === 'email_change'
      ? { kind: 'email_confirmation', fact: { ...fact, by } }
      : { kind: request.purpose, fact: { ...fact, invitedBy: by } }),
    to: { name: user.name, address: newEmail ?? user.email },
    aboutId: user.id,
    now,
  });
}

/** Invalidates all links of the user, or those for these purposes. */
export async function spendLinks(
  em: TenantEm,
  tenantId: string,
  userId: string,
  now: Date,
  purposes: readonly LinkPurpose[] = ['invitation', 'password_reset', 'email_change'],
): Promise<void> {
  const open = { tenantId, userId, spentAt: null, purpose: { $in: [...purposes] } };
  await em.nativeUpdate(AccountLinkEntity, open, { spentAt: now });
}

/**
 * Spends a link, which works once.
 * @throws Refused `link_spent`
 */
export async function spendLink(em: TenantEm, { id }: Pick<FoundLink, 'id'>, now: Date): Promise<void> {
  const spent = await em.execute<{ id: string }[]>(
    'update account_link set spent_at = ? where id = ? and spent_at is null and expires_at > ? returning id',
    [now, id, now],
  );
  if (spent.length === 0) throw new Refused(linkSpent);
}

/**
 * Sets the password by a one-time link, and spends the link. An invited person joins by this, which may take a seat.
 * All sessions of the person end.
 * @throws Refused `link_spent`, `quota_exceeded`, `email_taken` (the joining person has another account with the
 * address)
 */
export async function setPasswordByLink(
  em: TenantEm,
  link: Pick<FoundLink, 'id' | 'tenantId' | 'tenantName' | 'userId' | 'userEmail' | 'purpose'>,
  passwordHash: string,
  now: Date,
): Promise<void> {
  const { tenantId, userId } = link;
  await changeAccess(em, tenantId, async () => {
    await spendLink(em, link, now);
    if (link.purpose === 'invitation' && (await isAddressInUse(em, link.userEmail))) {
      throw addressInUse(link.userEmail, link.tenantName);
    }
    await em.nativeUpdate(UserEntity, { tenantId, id: userId }, { passwordHash, active: true, deactivatedAt: null });
    await em.execute('select session_close_all(?, ?)', [tenantId, userId]);
    const kind = link.purpose === 'invitation' ? 'user_joined' : 'password_set';
    await logSetting(em, tenantId, { kind, byId: userId, userId });
  });
}

/** For a link that was used, has expired or never existed: the three look alike. */
export const linkSpent = {
  code: 'link_spent',
  key: 'refusal.link.spent',
} as const;
