import { isActive } from '../../db/active-tickets.ts';
import type { TenantEm } from '../../db/in-tenant.ts';
import type { Permission } from '../../domain/permissions.ts';
import { shareTenantLock } from '../tenants/lock-tenant.ts';

const holdsManage = holds('tickets:manage');

/** SQL: whether the user `u` holds the permission, through whichever group. */
export function holds(permission: Permission): string {
  return `
  exists (
    select 1 from permission_group g
    join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id and p.permission = '${permission}'
    where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
      select 1 from group_member m where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id)))`;
}

/** An active user of the tenant. */
export type Person = Readonly<{ id: string; name: string; email: string }>;

/**
 * Whether the user is active and holds tickets:manage, through whichever group (R6). It stays so until the transaction
 * ends: whoever takes it away waits, and then finds the tickets that were assigned meanwhile.
 */
export async function isAgent(em: TenantEm, userId: string): Promise<boolean> {
  await shareTenantLock(em);
  const found = await em.execute(`select 1 from app_user u where u.id = ? and u.active and ${holdsManage}`, [userId]);
  return found.length > 0;
}

/** Whether the user exists in this tenant and is active. */
export async function isActiveUser(em: TenantEm, userId: string): Promise<boolean> {
  const found = await em.execute('select 1 from app_user u where u.id = ? and u.active for share of u', [userId]);
  return found.length > 0;
}

/** Everybody who can be assigned a ticket, by name. Each of them takes one seat of the licence (R13). */
export async function agents(em: TenantEm): Promise<Person[]> {
  return em.execute<Person[]>(
    `select u.id, u.name, u.email from app_user u where u.active and ${holdsManage} order by u.name, u.id`,
  );
}

/** The agents who get the queue's mails if no queue address is set: those who have not opted out (R16). */
export async function agentsWithMail(em: TenantEm): Promise<Person[]> {
  return em.execute<Person[]>(
    `select u.id, u.name, u.email from app_user u
     where u.active and not u.mail_opt_out and ${holdsManage} order by u.name, u.id`,
  );
}

/** How many seats of the licence are in use: active users with tickets:manage, each counted once (R13). */
export async function seatsInUse(em: TenantEm): Promise<number> {
  const [row] = await em.execute<{ n: number }[]>(
    `select count(*)::int as n from app_user u where u.active and ${holdsManage}`,
  );
  return row?.n ?? 0;
}

/** Those whom a tenant cannot do without: the ids of active agents, and of people who may change settings. */
export async function agentsAndAdministrators(
  em: TenantEm,
): Promise<{ agents: Set<string>; administrators: Set<string> }> {
  const rows = await em.execute<{ id: string; agent: boolean; administrator: boolean }[]>(
    `select u.id, ${holdsManage} as agent, ${holds('settings:manage')} as administrator from app_user u
     where u.active and (${holdsManage} or ${holds('settings:manage')})`,
  );
  return {
    agents: new Set(rows.filter((row) => row.agent).map((row) => row.id)),
    administrators: new Set(rows.filter((row) => row.administrator).map((row) => row.id)),
  };
}

/** How many active tickets are assigned to these users. */
export async function activeTicketsOf(em: TenantEm, userIds: readonly string[]): Promise<number> {
  if (userIds.length === 0) return 0;
  const [row] = await em.execute<{ n: number }[]>(
    `select count(*)::int as n from ticket k
     where k.assignee_id = any(?) and ${isActive('k')}`,
    [`{${userIds.join(',')}}`],
  );
  return row?.n ?? 0;
}
