import type { TenantEm } from '../../db/in-tenant.ts';

const holdsManage = `
  exists (
    select 1 from permission_group g
    join group_permission p on p.tenant_id = g.tenant_id and p.group_id = g.id and p.permission = 'tickets:manage'
    where g.tenant_id = u.tenant_id and (g.system_key = 'everyone' or exists (
      select 1 from group_member m where m.tenant_id = g.tenant_id and m.group_id = g.id and m.user_id = u.id)))`;

/** An active user of the tenant. */
export type Person = Readonly<{ id: string; name: string; email: string }>;

/** Whether the user is active and holds tickets:manage, by whichever group (R6). The row is held until the transaction ends. */
export async function isAgent(em: TenantEm, userId: string): Promise<boolean> {
  const found = await em.execute(
    `select 1 from app_user u where u.id = ? and u.active and ${holdsManage} for share of u`,
    [userId],
  );
  return found.length > 0;
}

/** Whether the user exists in this tenant and is active. */
export async function isActiveUser(em: TenantEm, userId: string): Promise<boolean> {
  const found = await em.execute('select 1 from app_user u where u.id = ? and u.active for share of u', [userId]);
  return found.length > 0;
}

/** Everybody who can be assigned a ticket, by name. */
export async function agents(em: TenantEm): Promise<Person[]> {
  return em.execute<Person[]>(
    `select u.id, u.name, u.email from app_user u where u.active and ${holdsManage} order by u.name, u.id`,
  );
}

/** The agents who get the mails of the queue where no queue address is set: those who have not opted out (R16). */
export async function agentsWithMail(em: TenantEm): Promise<Person[]> {
  return em.execute<Person[]>(
    `select u.id, u.name, u.email from app_user u
     where u.active and not u.mail_opt_out and ${holdsManage} order by u.name, u.id`,
  );
}
