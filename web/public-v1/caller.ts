import type { Sight } from '../../src/db/reading/api-tickets.ts';
import { may } from '../../src/domain/actor.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';

/** What the key sees: an agent's key everything in the tenant, any other what its person has reported (R31). */
export function sightOf({ actor }: ApiCaller): Sight {
  return may(actor, 'tickets:manage') ? { kind: 'all' } : { kind: 'own', userId: actor.id };
}
