import type { Orm } from '../orm.ts';

/** Rolls up the count rows of all tenants, so that reading them stays cheap. */
export async function rollUpCounts(orm: Orm): Promise<void> {
  await orm.em.fork().execute('select roll_up_counts()');
}
