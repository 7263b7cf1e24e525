import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Person, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Text } from '../../src/locales/message.ts';

/** Whom a form names: an active person, or why there is none. */
export type NamedPerson = Readonly<{ person: Person }> | Readonly<{ why: Text }>;

/**
 * The active user of the tenant whom a form names, or why there is none, for whoever may know who is invited or
 * deactivated; `unknown` is said of an address that is nobody's.
 */
export async function findNamedPerson(em: TenantEm, named: string, unknown: MessageKey): Promise<NamedPerson> {
  const person = await findPerson(em, named);
  if (person === null) return { why: unknown };
  return person.state === 'active' ? { person } : { why: `refusal.person.${person.state}` };
}

/** The active user of the tenant whom a form names, by e-mail address or, from another client than the page, by id. */
export async function findActivePerson(em: TenantEm, named: string): Promise<Person | null> {
  const person = await findPerson(em, named);
  return person?.active ? person : null;
}

async function findPerson(em: TenantEm, named: string): Promise<Person | null> {
  if (!/^[^\u0000-\u001F\u007F]+$/.test(named)) return null;
  return isUuid(named) ? ((await readPeople(em, [named]))[0] ?? null) : readPersonByEmail(em, named);
}
