import type { Person } from '../../src/db/reading/agent-people.ts';
import type { ActorRef } from '../../src/domain/actor.ts';

/** People and other actors as agents read them. */
export type Names = Readonly<{
  person(id: string | null): string;
  actor(actor: ActorRef): string;
  /** Whose avatar is shown beside what they wrote: the person's or the integration's, however they acted. */
  face(actor: ActorRef): string;
}>;

const systemNames: Readonly<Record<string, string>> = {
  setup: 'Setup',
  agent_removed: 'Agent removed',
  healing: 'Self-healing',
};

/** The people that a page has loaded, by id, and the names of integrations and keys. */
export type Known = Readonly<{ people: ReadonlyMap<string, Person>; keyNames: ReadonlyMap<string, string> }>;

/** Names of the actors that a page has loaded. */
export function namesOf({ people, keyNames }: Known): Names {
  const person = (id: string | null): string => (id === null ? 'nobody' : (people.get(id)?.name ?? 'somebody unknown'));
  return {
    person,
    face: ({ kind, id }) => (kind === 'user' || kind === 'mail_link' ? person(id) : (keyNames.get(id) ?? id)),
    actor: ({ kind, id, byKey }) => {
      switch (kind) {
        case 'user':
          return byKey === undefined ? person(id) : `${person(id)} by key ${keyNames.get(byKey.id) ?? 'unknown'}`;
        case 'mail_link':
          return `${person(id)} (by the link in a mail)`;
        case 'integration':
          return `${keyNames.get(id) ?? 'unknown'} (integration)`;
        case 'system':
          return `System (${systemNames[id] ?? id})`;
        case 'operator':
          return `Operator ${id}`;
      }
    },
  };
}
