import type { Account } from '../../db/in-account.ts';
import type { Orm } from '../../db/orm.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { passwordFits } from './passwords.ts';
import { platformSignInLookup } from './platform-users.ts';

type Row = { tenant_id: string; user_id: string; password_hash: string };

/** The active person with this address and a password, as found before any tenant is known; null if there is none. */
export async function signInLookup(
  orm: Orm,
  email: string,
): Promise<{ tenantId: string; userId: string; passwordHash: string } | null> {
  const [row] = await orm.em.fork().execute<Row[]>('select * from sign_in_lookup(?)', [normalAddress(email)]);
  return row === undefined ? null : { tenantId: row.tenant_id, userId: row.user_id, passwordHash: row.password_hash };
}

/** The active person with this address and password, or null, which does not reveal which of the two was wrong. */
export async function authenticate(
  orm: Orm,
  { email, password }: { email: string; password: string },
): Promise<Account | null> {
  const [person, platform] = await Promise.all([signInLookup(orm, email), platformSignInLookup(orm, email)]);
  const found = platform === null ? person : { ...platform, tenantId: null };
  const fits = await passwordFits(password, found?.passwordHash ?? null);
  return found !== null && fits ? { tenantId: found.tenantId, userId: found.userId } : null;
}
