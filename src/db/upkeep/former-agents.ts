import { agents } from '../../host/permissions/agents.ts';
import type { TenantEm } from '../in-tenant.ts';

/** An active ticket whose assignee is no agent any more. */
export type LeftTicket = Readonly<{ id: string; assigneeId: string; version: number }>;

/** Active tickets whose assignee is no agent any more (R6), in the order of their ids, those after `after`. */
export async function ticketsLeftByAgents(
  em: TenantEm,
  { after, atMost }: { after: string | null; atMost: number },
): Promise<LeftTicket[]> {
  const holders = await agents(em);
  return em.execute<LeftTicket[]>(
    `select k.id, k.assignee_id as "assigneeId", k.version from ticket k
     where k.status in ('in_progress', 'resolved')
       and k.assignee_id is not null and k.assignee_id <> all(?::uuid[])
       and k.id > coalesce(?, '00000000-0000-0000-0000-000000000000')::uuid
     order by k.id limit ?`,
    [`{${holders.map((holder) => holder.id).join(',')}}`, after, atMost],
  );
}

/** When it was last asked to take former agents off their tickets (ISO 8601), null where there is nothing to do. */
export async function releaseAskedAt(em: TenantEm): Promise<string | null> {
  const [row] = await em.execute<{ asked_at: Date | string }[]>('select asked_at from agent_release');
  return row === undefined ? null : new Date(row.asked_at).toISOString();
}

/** Asks for it. */
export async function askRelease(em: TenantEm, tenantId: string, now: Date): Promise<void> {
  await em.execute(
    `insert into agent_release (tenant_id, asked_at) values (?, ?)
     on conflict (tenant_id) do update set asked_at = excluded.asked_at`,
    [tenantId, now],
  );
}

/** Takes note that all is done that was asked for until then; false when it was asked again meanwhile. */
export async function endRelease(em: TenantEm, askedAt: string | null): Promise<boolean> {
  await em.execute('delete from agent_release where asked_at = ?', [askedAt]);
  return (await releaseAskedAt(em)) === null;
}
