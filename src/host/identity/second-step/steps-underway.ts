import { createHash, randomBytes } from 'node:crypto';
import type { Account } from '../../../db/in-account.ts';
import type { Orm } from '../../../db/orm.ts';

/** How long the second step may take after the password; a PostgreSQL interval. */
const lasts = '15 minutes';

/**
 * A sign-in whose password was right. `tenantName` is null for the platform team. `languages` and `timeZone` are what
 * the person has chosen, or else their tenant.
 */
export type StepUnderway = Account &
  Readonly<{
    name: string;
    email: string;
    tenantName: string | null;
    languages: readonly string[];
    timeZone: string | null;
  }>;

type Row = {
  tenant_id: string | null;
  user_id: string;
  name: string;
  email: string;
  tenant_name: string | null;
  languages: string[];
  time_zone: string | null;
};

/** Begins the second step, and returns its id: 256 random bits, which only the browser stores. */
export async function openStep(orm: Orm, { tenantId, userId }: Account): Promise<string> {
  const id = randomBytes(32).toString('base64url');
  const values = [digest(id), tenantId, userId, lasts];
  await orm.em.fork().execute('select sign_in_step_open(?, ?, ?, ?::interval)', values);
  return id;
}

/** Whose second step it is; null if it has ended, or the person is no longer active. */
export async function findStep(orm: Orm, id: string): Promise<StepUnderway | null> {
  const [row] = await orm.em.fork().execute<Row[]>('select * from sign_in_step_find(?)', [digest(id)]);
  if (row === undefined) return null;
  const {
    tenant_id: tenantId,
    user_id: userId,
    name,
    email,
    tenant_name: tenantName,
    languages,
    time_zone: timeZone,
  } = row;
  return { tenantId, userId, name, email, tenantName, languages, timeZone };
}

/** Ends the step. */
export async function closeStep(orm: Orm, id: string): Promise<void> {
  await orm.em.fork().execute('select sign_in_step_close(?)', [digest(id)]);
}

function digest(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}
