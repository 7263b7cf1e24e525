import type { Orm } from '../../db/orm.ts';
import { passwordFits } from './passwords.ts';

type Row = { tenant_id: string; user_id: string; password_hash: string };

/** The active person with this address and password, or null; which of the two was wrong shows in nothing. */
export async function personWith(
  orm: Orm,
  { email, password }: { email: string; password: string },
): Promise<{ tenantId: string; userId: string } | null> {
  const [row] = await orm.em.fork().execute<Row[]>('select * from sign_in_lookup(?)', [email]);
  const fits = await passwordFits(password, row?.password_hash ?? null);
  return row !== undefined && fits ? { tenantId: row.tenant_id, userId: row.user_id } : null;
}
