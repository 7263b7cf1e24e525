import type { ActorRef } from '../../domain/actor.ts';
import type { TenantEm } from '../in-tenant.ts';

/** What the integrations among these actors are called, by their ids: a key that takes another's place has its name. */
export async function readIntegrationNames(
  em: TenantEm,
  actors: readonly ActorRef[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(actors.filter(({ kind }) => kind === 'integration').map(({ id }) => id))];
  if (ids.length === 0) return new Map();
  const rows = await em.execute<{ id: string; name: string }[]>(
    'select distinct on (k.integration_id) k.integration_id as id, k.name from api_key k where k.integration_id in (?)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
