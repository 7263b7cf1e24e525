import { createHash, randomBytes } from 'node:crypto';
import type { Licence } from '../../domain/licence.ts';
import type { MailsOfMonth } from '../../domain/mail-quota.ts';
import type { Permission } from '../../domain/permissions.ts';
import type { Orm } from '../../db/orm.ts';
import { type LicenceColumns, licenceOfRow } from '../licence/licence-of-row.ts';

/** A session ends this long after its last request, and this long after its sign-in; PostgreSQL intervals. */
export const sessionLimits = { idle: '12 hours', absolute: '7 days' } as const;

/** Who a session belongs to, with their current permissions and licence. */
export type SessionPerson = Readonly<{
  tenantId: string;
  tenantName: string;
  userId: string;
  name: string;
  email: string;
  permissions: readonly Permission[];
  /** The person's own language and their tenant's, as far as they were chosen, by ISO 639-1 code. */
  languages: readonly string[];
  /** IANA name: the person's own time zone, or else their tenant's; null if none was chosen. */
  timeZone: string | null;
  licence: Licence | null;
  /** The mails of this calendar month (UTC), if there is a licence. */
  mails: MailsOfMonth | null;
}>;

type Row = LicenceColumns & {
  tenant_id: string;
  tenant_name: string;
  user_id: string;
  email: string;
  name: string;
  permissions: Permission[];
  languages: string[];
  time_zone: string | null;
  mail_limit: number | null;
  mails_used: number;
};

/** Opens a session and returns its id: 256 random bits, which only the browser stores. */
export async function openSession(orm: Orm, person: { tenantId: string; userId: string }): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const values = [digest(id), person.tenantId, person.userId, sessionLimits.absolute];
  await orm.em.fork().execute('select session_open(?, ?, ?, ?::interval)', values);
  return id;
}

/** The person whose session it is; null if it has ended, or the person is no longer active. */
export async function findSession(orm: Orm, id: string): Promise<SessionPerson | null> {
  const sql = 'select * from session_find(?, ?::interval)';
  const [row] = await orm.em.fork().execute<Row[]>(sql, [digest(id), sessionLimits.idle]);
  return row === undefined ? null : personFrom(row);
}

/** Ends one session. */
export async function closeSession(orm: Orm, id: string): Promise<void> {
  await orm.em.fork().execute('select session_close(?)', [digest(id)]);
}

/** Ends all sessions of a person, on all devices. */
export async function closeAllSessions(orm: Orm, person: { tenantId: string; userId: string }): Promise<void> {
  await orm.em.fork().execute('select session_close_all(?, ?)', [person.tenantId, person.userId]);
}

function digest(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

function personFrom(row: Row): SessionPerson {
  return {
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    permissions: row.permissions,
    languages: row.languages,
    timeZone: row.time_zone,
    licence: licenceOfRow(row),
    mails: row.mail_limit === null ? null : { used: row.mails_used, limit: row.mail_limit },
  };
}
