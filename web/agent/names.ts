import type { Person } from '../../src/db/reading/agent-people.ts';
import type { ActorRef } from '../../src/domain/actor.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';

/** People and other actors as agents read them. */
export type Names = Readonly<{
  person(id: string | null): string;
  actor(actor: ActorRef): string;
  /** Whose avatar is shown beside what they wrote: the person's or the integration's, however they acted. */
  face(actor: ActorRef): string;
}>;

const systemNames: Readonly<Partial<Record<string, MessageKey>>> = {
  setup: 'agent.name.system_setup',
  agent_removed: 'agent.name.system_agent_removed',
  healing: 'agent.name.system_healing',
};

/** The people that a page has loaded, by id, and the names of integrations and keys. */
export type Known = Readonly<{ people: ReadonlyMap<string, Person>; keyNames: ReadonlyMap<string, string> }>;

/** Names of the actors that a page has loaded, in the reader's language. */
export function namesOf({ people, keyNames }: Known, { t }: Pick<Translator, 't'>): Names {
  const person = (id: string | null): string =>
    id === null ? t('agent.name.nobody') : (people.get(id)?.name ?? t('agent.name.unknown_person'));
  const key = (id: string): string => keyNames.get(id) ?? t('agent.name.unknown');
  return {
    person,
    face: ({ kind, id }) => (kind === 'user' || kind === 'mail_link' ? person(id) : (keyNames.get(id) ?? id)),
    actor: ({ kind, id, byKey }) => {
      switch (kind) {
        case 'user':
          return byKey === undefined ? person(id) : t('agent.name.by_key', { person: person(id), key: key(byKey.id) });
        case 'mail_link':
          return t('agent.name.by_mail_link', { person: person(id) });
        case 'integration':
          return t('agent.name.integration', { name: key(id) });
        case 'system': {
          const name = systemNames[id];
          return t('agent.name.system', { name: name === undefined ? id : t(name) });
        }
        case 'operator':
          return t('agent.name.operator', { name: id });
      }
    },
  };
}
