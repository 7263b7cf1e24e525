import type { EntityManager } from '@mikro-orm/postgresql';
import type { Orm } from './orm.ts';

/** An entity manager inside one transaction in which only one tenant's rows exist. */
export type TenantEm = EntityManager;

/** Runs `work` in one transaction that sees and writes the rows of this tenant only (row-level security). */
export async function inTenant<T>(orm: Orm, tenantId: string, work: (em: TenantEm) => Promise<T>): Promise<T> {
  const em = orm.em.fork();
  em.setSessionContext({ variables: { 'app.tenant': tenantId } });
  return em.transactional(work);
}
