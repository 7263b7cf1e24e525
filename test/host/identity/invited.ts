import { randomUUID } from 'node:crypto';
import { inTenant, type TenantEm } from '../../../src/db/in-tenant.ts';
import type { Orm } from '../../../src/db/orm.ts';
import { findLink, setPasswordByLink } from '../../../src/host/identity/account-links.ts';
import { inviteUser } from '../../../src/host/identity/people.ts';
import { AccountLinkEntity, UserEntity, type UserState, userState } from '../../../src/host/identity/user.ts';
import { GroupEntity } from '../../../src/host/permissions/group.ts';
import type { TestPerson } from '../../support/people.ts';
import { randomDigits } from '../../support/random-digits.ts';

/** Somebody whom an administrator of a test has invited, and the id of the link in the mail. */
export type Invited = Readonly<{ tenantId: string; userId: string; name: string; email: string; linkId: string }>;

/** Invites somebody; `agent`: into the group ITSM Agent. */
export async function inviteSomebody(
  orm: Orm,
  admin: TestPerson,
  wish: { agent?: boolean; name?: string; email?: string; now?: Date } = {},
): Promise<Invited> {
  const { tenantId, userId: by } = admin;
  const id = randomUUID();
  const {
    agent = false,
    name = 'Ines Invited',
    email = `ines.${randomDigits()}@example.test`,
    now = new Date(),
  } = wish;
  await inTenant(orm, tenantId, async (em) => {
    const groupIds = agent ? [await agentGroup(em, tenantId)] : [];
    await inviteUser(em, tenantId, { id, name, email, groupIds }, { by, now });
  });
  return { tenantId, userId: id, name, email, linkId: await linkOf(orm, { tenantId, userId: id }) };
}

/** Joins by a link, as its page does it. */
export async function join(orm: Orm, linkId: string): Promise<void> {
  const link = await findLink(orm, linkId);
  if (link === null) throw new Error('The link of this test exists');
  await inTenant(orm, link.tenantId, (em) => setPasswordByLink(em, link, 'a hash', new Date()));
}

/** The group ITSM Agent of the tenant. */
export async function agentGroup(em: TenantEm, tenantId: string): Promise<string> {
  return (await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'itsm_agent' })).id;
}

/** The id of the user's one link that has been neither used nor ended by a newer one. */
export async function linkOf(orm: Orm, { tenantId, userId }: { tenantId: string; userId: string }): Promise<string> {
  const unspent = { tenantId, userId, spentAt: null };
  return inTenant(orm, tenantId, async (em) => (await em.findOneOrFail(AccountLinkEntity, unspent)).id);
}

/** What the user is now. */
export async function stateOf(
  orm: Orm,
  { tenantId, userId }: { tenantId: string; userId: string },
): Promise<UserState> {
  return inTenant(orm, tenantId, async (em) => userState(await em.findOneOrFail(UserEntity, { tenantId, id: userId })));
}
