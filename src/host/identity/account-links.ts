import type { TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { newId } from '../../ids.ts';
import { queueServiceMail } from '../service-mail/queue-service-mail.ts';
import { AccountLinkEntity } from './user.ts';

export type LinkPurpose = 'invitation' | 'password_reset';

/** How long a link is good, in hours: an invitation has time, a lost password has not. */
const hoursOf: Readonly<Record<LinkPurpose, number>> = { invitation: 7 * 24, password_reset: 4 };

/** A link as it was found, before anybody's tenant was known. */
export type FoundLink = Readonly<{
  id: string;
  tenantId: string;
  tenantName: string;
  userId: string;
  userName: string;
  userEmail: string;
  purpose: LinkPurpose;
  expiresAt: Date;
  spentAt: Date | null;
}>;

type Row = {
  tenant_id: string;
  tenant_name: string;
  user_id: string;
  user_name: string;
  user_email: string;
  purpose: LinkPurpose;
  expires_at: Date | string;
  spent_at: Date | string | null;
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
    expiresAt: new Date(row.expires_at),
    spentAt: row.spent_at === null ? null : new Date(row.spent_at),
  };
}

/** Makes a link for the user and the mail that brings it; links made before are good for nothing any more. */
export async function sendLink(
  em: TenantEm,
  tenantId: string,
  about: {
    user: { id: string; email: string; name: string };
    purpose: LinkPurpose;
    invitedBy: string | null;
    now: Date;
  },
): Promise<void> {
  const { user, purpose, now } = about;
  await spendLinks(em, tenantId, user.id, now);
  const id = newId(now.getTime());
  const expiresAt = new Date(now.getTime() + hoursOf[purpose] * 3_600_000);
  await em.insert(AccountLinkEntity, {
    tenantId,
    id,
    userId: user.id,
    purpose,
    createdAt: now,
    expiresAt,
    spentAt: null,
  });
  await queueServiceMail(em, tenantId, {
    kind: purpose,
    to: { name: user.name, address: user.email },
    aboutId: user.id,
    fact: { linkId: id, expiresAt: expiresAt.toISOString(), invitedBy: about.invitedBy },
    now,
  });
}

/** Ends all links of the user. */
export async function spendLinks(em: TenantEm, tenantId: string, userId: string, now: Date): Promise<void> {
  await em.nativeUpdate(AccountLinkEntity, { tenantId, userId, spentAt: null }, { spentAt: now });
}
