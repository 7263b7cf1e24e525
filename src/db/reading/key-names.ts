import type { ActorRef } from '../../domain/actor.ts';
import type { TenantEm } from '../in-tenant.ts';

/**
 * The names of the keys behind these actors: for an integration by its id, as all its keys share one name; for a key
 * that acts for a person by the key's own id.
 */
export async function readKeyNames(em: TenantEm, actors: readonly ActorRef[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(actors.flatMap(({ kind, id, byKey }) => (kind === 'integration' ? [id] : (byKey?.id ?? []))));
  if (ids.size === 0) return new Map();
  const rows = await em.execute<{ id: string; name: string }[]>(
    `select k.id, k.name from api_key k where k.id in (?)
     union all
     select distinct on (k.integration_id) k.integration_id, k.name from api_key k where k.integration_id in (?)`,
    [[...ids], [...ids]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The names of the keys through which reporters acted, by the ids of the notices about what they did. */
export async function readReportersKeys(
  em: TenantEm,
  tenantId: string,
  notices: readonly Readonly<{ id: string; ticketId: string; eventSequence: number }>[],
): Promise<ReadonlyMap<string, string>> {
  const told = notices.map(({ id, ticketId, eventSequence }) => ({ id, ticketId, eventSequence }));
  const rows = await em.execute<{ id: string; name: string }[]>(
    `select n.id, k.name
     from jsonb_to_recordset(?::jsonb) as n (id uuid, "ticketId" uuid, "eventSequence" integer)
     join ticket_event e on e.tenant_id = ? and e.ticket_id = n."ticketId" and e.sequence = n."eventSequence"
     join api_key k on k.tenant_id = e.tenant_id and k.id = e.by_key_id
     join ticket t on t.tenant_id = e.tenant_id and t.id = e.ticket_id and t.reporter_id::text = e.actor_id`,
    [JSON.stringify(told), tenantId],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
