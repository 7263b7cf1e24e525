import { normalAddress } from '../../domain/mail-address.ts';
import { holds } from '../../host/permissions/agents.ts';
import type { UserState } from '../../host/identity/user.ts';
import type { TenantEm } from '../in-tenant.ts';
import { stateOfUser } from './settings-users.ts';

export type Person = Readonly<{ id: string; name: string; email: string; active: boolean; state: UserState }>;

const columns = `u.id, u.name, u.email, u.active, ${stateOfUser} as state`;

/** The first of the people a ticket can be assigned to (R6), by name. */
export async function readAgents(em: TenantEm, limit: number): Promise<Person[]> {
  return em.execute<Person[]>(
    `select ${columns} from app_user u where u.active and ${holds('tickets:manage')} order by u.name, u.id limit ?`,
    [limit],
  );
}

/** Those of these people who exist in the tenant, active or not. */
export async function readPeople(em: TenantEm, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return [];
  return em.execute<Person[]>(`select ${columns} from app_user u where u.id in (?)`, [ids]);
}

/** The person with that e-mail address. */
export async function readPersonByEmail(em: TenantEm, email: string): Promise<Person | null> {
  const [person] = await em.execute<Person[]>(`select ${columns} from app_user u where u.email = ?`, [
    normalAddress(email),
  ]);
  return person ?? null;
}

/** The first active people by name: suggestions for a form, not a complete list. */
export async function readActivePeople(em: TenantEm, limit: number): Promise<Person[]> {
  return em.execute<Person[]>(`select ${columns} from app_user u where u.active order by u.name, u.id limit ?`, [
    limit,
  ]);
}
