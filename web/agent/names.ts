import type { Person } from '../../src/db/reading/agent-people.ts';
import type { ActorRef } from '../../src/domain/actor.ts';

/** People and other actors as agents read them. */
export type Names = Readonly<{
  person(id: string | null): string;
  actor(actor: ActorRef): string;
}>;

const systemWords: Readonly<Record<string, string>> = { setup: 'Setup', agent_removed: 'Agent removed' };

/** Names from the people that a page has loaded. */
export function namesOf(people: ReadonlyMap<string, Person>): Names {
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
          return 'An API key';
        case 'system':
          return `System (${systemWords[id] ?? id})`;
        case 'operator':
          return `Operator ${id}`;
      }
    },
  };
}
