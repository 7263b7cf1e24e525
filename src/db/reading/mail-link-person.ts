import type { Licence } from '../../domain/licence.ts';
import { type LicenceColumns, licenceOfRow } from '../../host/licence/licence-of-row.ts';
import type { AnsweredResolution } from '../../mail/answer-token.ts';
import type { TenantEm } from '../in-tenant.ts';

/**
 * The person for whom the link in a mail about a resolution speaks: the ticket's reporter. `resolvedAt` is when that
 * resolution was proposed, `licence` the tenant's current licence; `languages` and `timeZone` are what the person has
 * chosen, or else their tenant.
 */
export type LinkedPerson = AnsweredResolution &
  Readonly<{
    userId: string;
    name: string;
    resolvedAt: Date;
    licence: Licence | null;
    languages: readonly string[];
    timeZone: string | null;
  }>;

type Row = LicenceColumns & {
  userId: string;
  name: string;
  resolvedAt: Date | string;
  languages: string[];
  timeZone: string | null;
};

/**
 * The reporter who was told of the resolution; null if there is no such resolution, or the reporter is no longer
 * active.
 */
export async function linkedPerson(em: TenantEm, resolution: AnsweredResolution): Promise<LinkedPerson | null> {
  const { tenantId, ticketId, sequence } = resolution;
  const [row] = await em.execute<Row[]>(
    `select u.id as "userId", u.name, e.occurred_at as "resolvedAt",
       array_remove(array[u.language, i.language], null) as languages, coalesce(u.time_zone, i.time_zone) as "timeZone",
       l.active as licence_active, l.valid_until as licence_valid_until, l.flags as licence_flags
     from ticket_event e
     join ticket k on k.tenant_id = e.tenant_id and k.id = e.ticket_id
     join app_user u on u.tenant_id = k.tenant_id and u.id = k.reporter_id and u.active
     left join itsm_settings i on i.tenant_id = e.tenant_id
     left join licence l on l.tenant_id = e.tenant_id
     where e.tenant_id = ? and e.ticket_id = ? and e.sequence = ?
       and e.type = 'status_changed' and e.fact->>'to' = 'resolved'`,
    [tenantId, ticketId, sequence],
  );
  if (row === undefined) return null;
  const { userId, name, languages, timeZone } = row;
  return {
    ...resolution,
    userId,
    name,
    languages,
    timeZone,
    resolvedAt: new Date(row.resolvedAt),
    licence: licenceOfRow(row),
  };
}
