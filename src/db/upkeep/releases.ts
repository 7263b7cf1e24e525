import { agents } from '../../host/permissions/agents.ts';
import { isActive } from '../active-tickets.ts';
import type { TenantEm } from '../in-tenant.ts';
import type { Orm } from '../orm.ts';

/** An active ticket whose assignee is no longer an agent. */
export type TicketToRelease = Readonly<{ id: string; assigneeId: string; version: number }>;

/** Active tickets whose assignee is no longer an agent (R6), ordered by id, those after `after`. */
export async function ticketsToRelease(
  em: TenantEm,
  { after, atMost }: { after: string | null; atMost: number },
): Promise<TicketToRelease[]> {
  const holders = await agents(em);
  return em.execute<TicketToRelease[]>(
    `select k.id, k.assignee_id as "assigneeId", k.version from ticket k
     where ${isActive('k')}
       and k.assignee_id is not null and k.assignee_id <> all(?::uuid[])
       and k.id > coalesce(?, '00000000-0000-0000-0000-000000000000')::uuid
     order by k.id limit ?`,
    [`{${holders.map((holder) => holder.id).join(',')}}`, after, atMost],
  );
}

/** When the release of former agents' tickets was last requested (ISO 8601); null if none is pending. */
export async function releaseRequestedAt(em: TenantEm): Promise<string | null> {
  const [row] = await em.execute<{ asked_at: Date | string }[]>('select asked_at from agent_release');
  return row === undefined ? null : new Date(row.asked_at).toISOString();
}

/** Requests the release of the tenant's tickets whose assignees are no longer agents. */
export async function requestRelease(em: TenantEm, tenantId: string): Promise<void> {
  await em.execute(
    `insert into agent_release (tenant_id, asked_at) values (?, now())
     on conflict (tenant_id) do update set asked_at = excluded.asked_at`,
    [tenantId],
  );
}

/** Records that everything requested up to then is done; false if it was requested again meanwhile. */
export async function closeRelease(em: TenantEm, askedAt: string | null): Promise<boolean> {
  await em.execute('delete from agent_release where asked_at = ?', [askedAt]);
  return (await releaseRequestedAt(em)) === null;
}

/** Tenants for which a release of former agents' tickets was requested at least `graceSeconds` ago. */
export async function tenantsToRelease(
  orm: Orm,
  { graceSeconds, atMost }: { graceSeconds: number; atMost: number },
): Promise<string[]> {
  const rows = await orm.em
    .fork()
    .execute<{ id: string }[]>('select id from agent_releases(make_interval(secs => ?), ?) as id', [
      graceSeconds,
      atMost,
    ]);
  return rows.map((row) => row.id);
}
