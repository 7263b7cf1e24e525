import type { LicenceTerms } from '../../domain/licence.ts';
import { readLicence } from '../../host/licence/read-licence.ts';
import { holds, seatsInUse } from '../../host/permissions/agents.ts';
import type { TenantEm } from '../in-tenant.ts';

/** Somebody who can change the tenant's settings, or will be able to once they have joined. */
export type Administrator = Readonly<{ id: string; name: string; email: string; state: 'active' | 'invited' }>;

/**
 * What the console shows of a tenant: nothing about its tickets. `emails` are those counted in the calendar month
 * (UTC), `dropped` those that the quota had no room for.
 */
export type PlatformTenant = Readonly<{
  id: string;
  name: string;
  slug: string;
  createdAt: Date;
  licence: (LicenceTerms & { version: number }) | null;
  agents: number;
  emails: number;
  dropped: number;
  activePeople: number;
  administrators: readonly Administrator[];
}>;

type Row = {
  name: string;
  slug: string;
  createdAt: Date | string;
  activePeople: number;
  emails: number;
  dropped: number;
};

/** The tenant in whose transaction this runs, or null if there is none with that id. */
export async function readPlatformTenant(em: TenantEm, tenantId: string): Promise<PlatformTenant | null> {
  const [tenant] = await em.execute<Row[]>(
    `select t.name, t.slug, t.created_at as "createdAt",
       (select count(*)::int from app_user u where u.active) as "activePeople",
       coalesce(m.used, 0) as emails, coalesce(m.dropped, 0) as dropped
     from tenant t
     left join mail_month m on m.tenant_id = t.id and m.month = to_char(now() at time zone 'UTC', 'YYYY-MM')
     where t.id = ?`,
    [tenantId],
  );
  if (tenant === undefined) return null;
  return {
    id: tenantId,
    ...tenant,
    createdAt: new Date(tenant.createdAt),
    licence: await readLicence(em, tenantId),
    agents: await seatsInUse(em),
    administrators: await readAdministrators(em),
  };
}

/** People who may change settings and are not deactivated, invited ones included, by name. */
async function readAdministrators(em: TenantEm): Promise<Administrator[]> {
  return em.execute<Administrator[]>(
    `select u.id, u.name, u.email, case when u.active then 'active' else 'invited' end as state
     from app_user u where u.deactivated_at is null and ${holds('settings:manage')}
     order by u.name, u.id limit 50`,
  );
}
