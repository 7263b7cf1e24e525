import { agents } from '../../host/permissions/agents.ts';
import type { TenantEm } from '../in-tenant.ts';

/** An active ticket whose assignee is no longer an agent. */
export type LeftTicket = Readonly<{ id: string; assigneeId: string; version: number }>;

/** Active tickets whose assignee is no longer an agent (R6), ordered by id, those after `after`. */
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

/** When the release of former agents' tickets was last requested (ISO 8601); null if none is pending. */
export async function releaseAskedAt(em: TenantEm): Promise<string | null> {
  const [row] = await em.execute<{ asked_at: Date | string }[]>('select asked_at from agent_release');
  return row === undefined ? null : new Date(row.asked_at).toISOString();
}

/** Requests it. */
export async function askRelease(em: TenantEm, tenantId: string, now: Date): Promise<void> {
  await em.execute(
    `insert into agent_release (tenant_id, asked_at) values (?, ?)
     on conflict (tenant_id) do update set asked_at = excluded.asked_at`,
    [tenantId, now],
  );
}

/** Records that everything requested up to then is done; false if it was requested again meanwhile. */
export async function endRelease(em: TenantEm, askedAt: string | null): Promise<boolean> {
  await em.execute('delete from agent_release where asked_at = ?', [askedAt]);
  return (await releaseAskedAt(em)) === null;
}
