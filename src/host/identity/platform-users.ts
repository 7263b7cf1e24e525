import { createHash, randomBytes } from 'node:crypto';
import type { Orm } from '../../db/orm.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { sessionLimits } from './sessions.ts';

/** Somebody of the platform team: belongs to no tenant, and has no access to tickets. */
export type PlatformPerson = Readonly<{ userId: string; name: string; email: string }>;

type Row = { user_id: string; email: string; name: string };

/** The active platform user with this address, as found at sign-in; null if there is none. */
export async function platformSignInLookup(
  orm: Orm,
  email: string,
): Promise<{ userId: string; passwordHash: string } | null> {
  const sql = 'select * from platform_sign_in_lookup(?)';
  const [row] = await orm.em.fork().execute<{ user_id: string; password_hash: string }[]>(sql, [normalAddress(email)]);
  return row === undefined ? null : { userId: row.user_id, passwordHash: row.password_hash };
}

/** Opens a session of the console and returns its id: 256 random bits, which only the browser stores. */
export async function openPlatformSession(orm: Orm, userId: string): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const values = [digest(id), userId, sessionLimits.absolute];
  await orm.em.fork().execute('select platform_session_open(?, ?, ?::interval)', values);
  return id;
}

/** The platform user whose session it is; null if it has ended, or the person is no longer active. */
export async function findPlatformSession(orm: Orm, id: string): Promise<PlatformPerson | null> {
  const sql = 'select * from platform_session_find(?, ?::interval)';
  const [row] = await orm.em.fork().execute<Row[]>(sql, [digest(id), sessionLimits.idle]);
  return row === undefined ? null : personFrom(row);
}

/** Ends one session of the console. */
export async function closePlatformSession(orm: Orm, id: string): Promise<void> {
  await orm.em.fork().execute('select platform_session_close(?)', [digest(id)]);
}

/** Ends all sessions of a platform user. */
export async function closeAllPlatformSessions(orm: Orm, userId: string): Promise<void> {
  await orm.em.fork().execute('select platform_session_close_all(?)', [userId]);
}

/** Everybody of the platform team who is active, by name. */
export async function platformTeam(orm: Pick<Orm, 'em'>): Promise<PlatformPerson[]> {
  const rows = await orm.em.fork().execute<Row[]>('select * from platform_team()');
  return rows.map(personFrom);
}

function personFrom(row: Row): PlatformPerson {
  return { userId: row.user_id, name: row.name, email: row.email };
}

function digest(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
