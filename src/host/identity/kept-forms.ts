import { createHash, randomUUID } from 'node:crypto';
import type { TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';

/** How long a form is kept after its session has ended; a PostgreSQL interval. */
const keptFor = '30 minutes';

/** A form that was sent after its session had ended: where it was to go, and its fields by name. */
export type KeptForm = Readonly<{ path: string; fields: Readonly<Record<string, string | readonly string[]>> }>;

/**
 * Keeps a form for the person whose session this was, in place of one that was kept before. False if nobody is known
 * by that session, or they are no longer active.
 */
export async function keepForm(orm: Orm, sessionId: string, { path, fields }: KeptForm): Promise<boolean> {
  const hash = createHash('sha256').update(sessionId).digest();
  const [row] = await orm.em
    .fork()
    .execute<{ kept: boolean }[]>('select kept_form_save(?, ?, ?, ?::jsonb, ?::interval) as kept', [
      hash,
      randomUUID(),
      path,
      JSON.stringify(fields),
      keptFor,
    ]);
  return row?.kept ?? false;
}

/** The form that is kept for the person; null if there is none any more. */
export async function findKeptForm(em: TenantEm, userId: string): Promise<KeptForm | null> {
  const [row] = await em.execute<KeptForm[]>(
    'select path, fields from kept_form where user_id = ? and expires_at > now()',
    [userId],
  );
  return row ?? null;
}

/** Forgets the form that is kept for the person. */
export async function dropKeptForm(em: TenantEm, userId: string): Promise<void> {
  await em.execute('delete from kept_form where user_id = ?', [userId]);
}
