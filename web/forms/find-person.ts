import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type Person, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { isUuid } from '../../src/domain/uuid.ts';

/** The active user of the tenant whom a form names, by e-mail address or, from another client than the page, by id. */
export async function findActivePerson(em: TenantEm, named: string): Promise<Person | null> {
  if (!/^[^\u0000-\u001F\u007F]+$/.test(named)) return null;
  const person = isUuid(named) ? ((await readPeople(em, [named]))[0] ?? null) : await readPersonByEmail(em, named);
  return person?.active ? person : null;
}
