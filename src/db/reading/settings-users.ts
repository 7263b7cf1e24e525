import type { UserState } from '../../host/identity/user.ts';
import { holds } from '../../host/permissions/agents.ts';
import type { TenantEm } from '../in-tenant.ts';
import { namedSql, namesSought } from '../search/names.ts';

/**
 * A person of the tenant as Settings lists them; `agent`: their groups give them tickets:manage, whether active or not.
 */
export type ListedUser = Readonly<{
  id: string;
  name: string;
  email: string;
  state: UserState;
  agent: boolean;
  /** The first of their groups by name, and how many they are in. */
  groups: readonly string[];
  groupCount: number;
}>;

/** SQL: the state of the user `u`, as `userState` defines it. */
export const stateOfUser = `case when u.active then 'active' when u.deactivated_at is null then 'invited' else 'deactivated' end`;

/**
 * People by name, from the one after `after` (an id); all words of `search` must be in the name or the e-mail address,
 * ignoring case and accents. Groups are those that list their members, so Everyone is not among them.
 */
export async function readUsers(
  em: TenantEm,
  asked: { search: string; state: UserState | null; after: string | null; limit: number },
): Promise<ListedUser[]> {
  const { search, state, after, limit } = asked;
  const conditions = [
    ...(search === '' ? [] : [`u.id = any (array(${namedSql}))`]),
    ...(state === null ? [] : [`${stateOfUser} = ?`]),
    ...(after === null ? [] : ['(u.name, u.id) > (select b.name, b.id from app_user b where b.id = ?)']),
  ];
  const values = [
    ...(search === '' ? [] : namesSought('account', search)),
    ...[state, after].filter((value) => value !== null),
  ];
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  return em.execute<ListedUser[]>(
    `select u.id, u.name, u.email, ${stateOfUser} as state, ${holds('tickets:manage')} as agent,
       array(select g.name from group_member m join permission_group g on g.id = m.group_id
         where m.user_id = u.id order by g.name limit 5) as groups,
       (select count(*)::int from group_member m where m.user_id = u.id) as "groupCount"
     from app_user u ${where} order by u.name, u.id limit ?`,
    [...values, limit],
  );
}

/** How many people the tenant has, by state. */
export async function countUsers(em: TenantEm): Promise<Record<UserState, number>> {
  const rows = await em.execute<{ state: UserState; n: number }[]>(
    `select ${stateOfUser} as state, count(*)::int as n from app_user u group by 1`,
  );
  const counted = Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  return { active: 0, invited: 0, deactivated: 0, ...counted };
}
