import type { TenantEm } from '../../src/db/in-tenant.ts';
import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import { type Person, readPeople } from '../../src/db/reading/agent-people.ts';
import { readKeyNames } from '../../src/db/reading/key-names.ts';
import { personOf } from '../../src/domain/actor.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { Known } from './names.ts';

/** Loads the people and keys named in a ticket and in these events, except those that are among `people` already. */
export async function loadKnown(
  em: TenantEm,
  ticket: Ticket,
  events: readonly Pick<AgentEvent, 'actor' | 'fact'>[],
  people: readonly Person[] = [],
): Promise<Known> {
  const known = new Map(people.map((person) => [person.id, person]));
  const missing = [...mentioned(ticket, events)].filter((id) => !known.has(id));
  for (const person of await readPeople(em, missing)) known.set(person.id, person);
  const actors = events.map(({ actor }) => actor);
  return { people: known, keyNames: await readKeyNames(em, actors) };
}

function mentioned(ticket: Ticket, events: readonly Pick<AgentEvent, 'actor' | 'fact'>[]): Set<string> {
  const ids = new Set([ticket.reporterId, ticket.assigneeId]);
  for (const { actor, fact } of events) {
    ids.add(personOf(actor));
    if (fact.type === 'assigned') ids.add(fact.from).add(fact.to);
  }
  ids.delete(null);
  return ids as Set<string>;
}
