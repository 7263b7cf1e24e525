import type { Permission } from '../../domain/permissions.ts';
import type { UserState } from '../../host/identity/user.ts';
import { holds } from '../../host/permissions/agents.ts';
import type { TenantEm } from '../in-tenant.ts';
import { namedSql, namesSought } from '../search/names.ts';
import { stateOfUser } from './settings-users.ts';

/** A group as Settings shows it; `members` counts the listed members, so it is 0 for Everyone. */
export type SettingsGroup = Readonly<{
  id: string;
  name: string;
  systemKey: 'everyone' | 'itsm_agent' | null;
  permissions: readonly Permission[];
  members: number;
}>;

/** A person in a list of members, or found as a candidate. */
export type GroupPerson = Readonly<{ id: string; name: string; email: string; state: UserState }>;

const groupColumns = `g.id, g.name, g.system_key as "systemKey",
  array(select p.permission from group_permission p where p.group_id = g.id) as permissions,
  (select count(*)::int from group_member m where m.group_id = g.id) as members`;

/** Groups of the tenant: Everyone, ITSM Agent, then custom ones by name; from the one after `after` (an id). */
export async function readGroups(
  em: TenantEm,
  { after, limit }: { after: string | null; limit: number },
): Promise<SettingsGroup[]> {
  const place = (group: string): string =>
    `case ${group}.system_key when 'everyone' then 0 when 'itsm_agent' then 1 else 2 end, ${group}.name, ${group}.id`;
  const onwards = `where (${place('g')}) > (select ${place('b')} from permission_group b where b.id = ?)`;
  return em.execute<SettingsGroup[]>(
    `select ${groupColumns} from permission_group g ${after === null ? '' : onwards} order by ${place('g')} limit ?`,
    [...(after === null ? [] : [after]), limit],
  );
}

/** The group with that id, or null if the tenant has none. */
export async function readGroup(em: TenantEm, id: string): Promise<SettingsGroup | null> {
  const [row] = await em.execute<SettingsGroup[]>(`select ${groupColumns} from permission_group g where g.id = ?`, [
    id,
  ]);
  return row ?? null;
}

/** Members of a group by name, from the one after `after` (an id). */
export async function readMembers(
  em: TenantEm,
  asked: { groupId: string; after: string | null; limit: number },
): Promise<GroupPerson[]> {
  const { groupId, after, limit } = asked;
  const onwards = after === null ? '' : 'and (u.name, u.id) > (select b.name, b.id from app_user b where b.id = ?)';
  return em.execute<GroupPerson[]>(
    `select u.id, u.name, u.email, ${stateOfUser} as state
     from group_member m join app_user u on u.tenant_id = m.tenant_id and u.id = m.user_id
     where m.group_id = ? ${onwards} order by u.name, u.id limit ?`,
    [groupId, ...(after === null ? [] : [after]), limit],
  );
}

/** People by name who are not in the group, and have all words of `search` in name or e-mail address. */
export async function findNonMembers(
  em: TenantEm,
  asked: { groupId: string; search: string; limit: number },
): Promise<GroupPerson[]> {
  const { groupId, search, limit } = asked;
  return em.execute<GroupPerson[]>(
    `select u.id, u.name, u.email, ${stateOfUser} as state from app_user u
     where not exists (select 1 from group_member m where m.group_id = ? and m.user_id = u.id)
       and u.id = any (array(${namedSql}))
     order by u.name, u.id limit ?`,
    [groupId, ...namesSought('account', search), limit],
  );
}

/** The name of a person of the tenant, or null if there is none with that id. */
export async function nameOfPerson(em: TenantEm, id: string): Promise<string | null> {
  const [row] = await em.execute<{ name: string }[]>('select name from app_user where id = ?', [id]);
  return row?.name ?? null;
}

/** The names of these people, sorted, at most `limit` of them. */
export async function namesOfPeople(em: TenantEm, ids: readonly string[], limit: number): Promise<string[]> {
  const rows = await em.execute<{ name: string }[]>(
    'select u.name from app_user u where u.id = any(?) order by u.name, u.id limit ?',
    [`{${ids.join(',')}}`, limit],
  );
  return rows.map(({ name }) => name);
}

/** Whether this person may change settings, through whichever group. */
export async function mayChangeSettings(em: TenantEm, userId: string): Promise<boolean> {
  const found = await em.execute(
    `select 1 from app_user u where u.id = ? and u.active and ${holds('settings:manage')}`,
    [userId],
  );
  return found.length > 0;
}
