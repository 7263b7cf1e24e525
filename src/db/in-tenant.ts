import type { EntityManager } from '@mikro-orm/postgresql';
import type { Orm } from './orm.ts';

/** An entity manager inside a transaction that is limited to one tenant's rows. */
export type TenantEm = EntityManager;

/** Runs `work` in one transaction that can read and write the rows of this tenant only (row-level security). */
export async function inTenant<T>(orm: Orm, tenantId: string, work: (em: TenantEm) => Promise<T>): Promise<T> {
  const em = orm.em.fork();
  em.setSessionContext({ variables: { 'app.tenant': tenantId } });
  return em.transactional(work);
}
