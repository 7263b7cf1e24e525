import type { Licence } from '../../domain/licence.ts';
import { licenceOfRow } from '../../host/licence/licence-of-row.ts';
import type { Orm } from '../orm.ts';

/** A licence with its limits, as the console lists it. */
export type ListedLicence = Licence & Readonly<{ maxAgents: number; maxEmailsMonth: number }>;

/**
 * A tenant as a row of the console. `emails` are those counted in the current calendar month (UTC), `dropped` those
 * that the quota had no room for, `agents` the seats in use.
 */
export type ListedTenant = Readonly<{
  id: string;
  name: string;
  slug: string;
  licence: ListedLicence | null;
  agents: number;
  emails: number;
  dropped: number;
  openAlerts: number;
}>;

/** A place in the list: the tenant before it. */
export type TenantPlace = Readonly<{ name: string; id: string }>;

type Row = {
  id: string;
  name: string;
  slug: string;
  active: boolean | null;
  valid_until: Date | string | null;
  flags: Licence['flags'] | null;
  max_agents: number | null;
  max_emails_month: number | null;
  agents: string | number;
  emails: number;
  dropped: number;
  open_alerts: string | number;
};

/** Tenants by name, from the one after `after`; `search` is part of a name, a slug or an id, or null for all. */
export async function readTenants(
  orm: Orm,
  asked: { search: string | null; after: TenantPlace | null; limit: number },
): Promise<ListedTenant[]> {
  const { search, after, limit } = asked;
  const rows = await orm.em
    .fork()
    .execute<Row[]>('select * from platform_tenants(?, ?, ?, ?)', [
      search,
      after?.name ?? null,
      after?.id ?? null,
      limit,
    ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    slug: row.slug,
    licence: licenceOf(row),
    agents: Number(row.agents),
    emails: row.emails,
    dropped: row.dropped,
    openAlerts: Number(row.open_alerts),
  }));
}

function licenceOf(row: Row): ListedLicence | null {
  const licence = licenceOfRow({
    licence_active: row.active,
    licence_valid_until: row.valid_until,
    licence_flags: row.flags,
  });
  const { max_agents: maxAgents, max_emails_month: maxEmailsMonth } = row;
  if (licence === null || maxAgents === null || maxEmailsMonth === null) return null;
  return { ...licence, maxAgents, maxEmailsMonth };
}
