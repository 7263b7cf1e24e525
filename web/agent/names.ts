import type { Person } from '../../src/db/reading/agent-people.ts';
import type { ActorRef } from '../../src/domain/actor.ts';

/** People and other actors as agents read them. */
export type Names = Readonly<{
  person(id: string | null): string;
  actor(actor: ActorRef): string;
}>;

const systemWords: Readonly<Record<string, string>> = {
  setup: 'Setup',
  agent_removed: 'Agent removed',
  healing: 'Self-healing',
};

/** Whom a page has loaded, by their ids; of integrations what they are called. */
export type Known = Readonly<{ people: ReadonlyMap<string, Person>; integrations: ReadonlyMap<string, string> }>;

/** Names from whom a page has loaded. */
export function namesOf({ people, integrations }: Known): Names {
  const person = (id: string | null): string => (id === null ? 'nobody' : (people.get(id)?.name ?? 'somebody unknown'));
  return {
    person,
    actor: ({ kind, id }) => {
      switch (kind) {
        case 'user':
          return person(id);
        case 'mail_link':
          return `${person(id)} (by the link in a mail)`;
        case 'integration':
          return `${integrations.get(id) ?? 'unknown'} (integration)`;
        case 'system':
          return `System (${systemWords[id] ?? id})`;
        case 'operator':
          return `Operator ${id}`;
      }
    },
  };
}
