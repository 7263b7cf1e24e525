import type { Permission } from '../../domain/permissions.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { UserState } from '../../host/identity/user.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { LoggedChange } from './settings-log.ts';
import { stateOfUser } from './settings-users.ts';

/** A group with its permissions. */
export type UserGroup = Readonly<{
  id: string;
  name: string;
  systemKey: 'everyone' | 'itsm_agent' | null;
  permissions: readonly Permission[];
}>;

/**
 * A person of the tenant. `groups` are the first of their groups by name, Everyone included; `permissions` are those of
 * all their groups together.
 */
export type SettingsUser = Readonly<{
  id: string;
  name: string;
  email: string;
  state: UserState;
  createdAt: Date;
  deactivatedAt: Date | null;
  groups: readonly Pick<UserGroup, 'id' | 'name'>[];
  moreGroups: number;
  permissions: readonly Permission[];
}>;

/** A mail that carried a one-time link, and how the link ended. `spentAt`: used, or replaced by a newer one. */
export type LinkMail = Readonly<{
  id: string;
  kind: 'invitation' | 'password_reset' | 'email_confirmation';
  state: 'waiting' | 'retrying' | 'sent' | 'failed';
  attempts: number;
  lastAnswer: string | null;
  createdAt: Date;
  sentAt: Date | null;
  nextTryAt: Date | null;
  expiresAt: Date | null;
  spentAt: Date | null;
}>;

/** The person with that id, or null if the tenant has none. */
export async function readUser(em: TenantEm, id: string): Promise<SettingsUser | null> {
  const [row] = await em.execute<Omit<SettingsUser, 'groups' | 'moreGroups' | 'permissions'>[]>(
    `select u.id, u.name, u.email, ${stateOfUser} as state, u.created_at as "createdAt",
       u.deactivated_at as "deactivatedAt"
     from app_user u where u.id = ?`,
    [id],
  );
  if (row === undefined) return null;
  return { ...withDates(row, ['createdAt', 'deactivatedAt']), ...(await readGroupsOf(em, id)) };
}

/** How many of a person's groups are named; the others are only counted. */
const groupsNamed = 50;

async function readGroupsOf(
  em: TenantEm,
  userId: string,
): Promise<Pick<SettingsUser, 'groups' | 'moreGroups' | 'permissions'>> {
  const member = `(g.system_key = 'everyone' or exists (
    select 1 from group_member m where m.group_id = g.id and m.user_id = ?))`;
  const groups = await em.execute<{ id: string; name: string; n: number }[]>(
    `select g.id, g.name, count(*) over ()::int as n from permission_group g where ${member}
     order by g.name, g.id limit ${groupsNamed}`,
    [userId],
  );
  const permissions = await em.execute<{ permission: Permission }[]>(
    `select distinct p.permission from permission_group g join group_permission p on p.group_id = g.id where ${member}
     order by 1`,
    [userId],
  );
  return {
    groups: groups.map(({ id, name }) => ({ id, name })),
    moreGroups: (groups[0]?.n ?? 0) - groups.length,
    permissions: permissions.map(({ permission }) => permission),
  };
}

/** The first groups that people can be put into, by name: all but Everyone. `joined`: whether this person is in it. */
export async function readGroupsToJoin(
  em: TenantEm,
  { userId, limit }: Readonly<{ userId: string | null; limit: number }>,
): Promise<(UserGroup & { joined: boolean })[]> {
  return em.execute<(UserGroup & { joined: boolean })[]>(
    `select g.id, g.name, g.system_key as "systemKey",
       array(select p.permission from group_permission p where p.group_id = g.id order by 1) as permissions,
       exists (select from group_member m where m.group_id = g.id and m.user_id = ?) as joined
     from permission_group g where g.system_key is distinct from 'everyone' order by g.name, g.id limit ?`,
    [userId, limit],
  );
}

/** Whether people can be put into each of these groups. */
export async function canJoin(em: TenantEm, groupIds: readonly string[]): Promise<boolean> {
  if (!groupIds.every((id) => isUuid(id))) return false;
  const [row] = await em.execute<{ n: number }[]>(
    `select count(*)::int as n from permission_group g
     where g.id = any(?) and g.system_key is distinct from 'everyone'`,
    [`{${groupIds.join(',')}}`],
  );
  return row?.n === groupIds.length;
}

/** A new address of the person that awaits confirmation, and until when; null if there is none. */
export async function readUnconfirmedAddress(
  em: TenantEm,
  userId: string,
  now: Date,
): Promise<{ email: string; until: Date } | null> {
  const [row] = await em.execute<{ email: string; until: Date | string }[]>(
    `select l.new_email as email, l.expires_at as until from account_link l
     where l.user_id = ? and l.purpose = 'email_change' and l.spent_at is null and l.expires_at > ?`,
    [userId, now],
  );
  return row === undefined ? null : { email: row.email, until: new Date(row.until) };
}

/** The mails that carried one-time links to the person, newest first. */
export async function readLinkMails(em: TenantEm, userId: string, limit: number): Promise<LinkMail[]> {
  const rows = await em.execute<LinkMail[]>(
    `select m.id, m.kind, m.state, m.attempts, m.last_answer as "lastAnswer", m.created_at as "createdAt",
       m.sent_at as "sentAt", m.next_try_at as "nextTryAt", l.expires_at as "expiresAt", l.spent_at as "spentAt"
     from service_mail m left join account_link l on l.id = (m.fact ->> 'linkId')::uuid
     where m.about_id = ? and m.kind in ('invitation', 'password_reset', 'email_confirmation')
     order by m.created_at desc, m.id desc limit ?`,
    [userId, limit],
  );
  return rows.map((row) => withDates(row, ['createdAt', 'sentAt', 'nextTryAt', 'expiresAt', 'spentAt']));
}

/** The entries of the settings log about the person, newest first. */
export async function readUserChanges(em: TenantEm, userId: string, limit: number): Promise<LoggedChange[]> {
  const rows = await em.execute<(Omit<LoggedChange, 'sequence'> & { sequence: string })[]>(
    `select c.sequence, c.at, b.name as by, c.kind, c.user_id as "userId", u.name as about, c.subject, c.before, c.after
     from settings_change c join app_user b on b.id = c.by_id join app_user u on u.id = c.user_id
     where c.user_id = ? order by c.sequence desc limit ?`,
    [userId, limit],
  );
  return rows.map((row) => ({ ...withDates(row, ['at']), sequence: Number(row.sequence) }));
}

/** The row with its times as dates: the driver returns them as text. */
function withDates<Row extends object>(row: Row, names: readonly (keyof Row)[]): Row {
  const dates = names.map((name) => [name, row[name] === null ? null : new Date(row[name] as string | Date)]);
  return { ...row, ...Object.fromEntries(dates) };
}
