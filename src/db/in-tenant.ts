import type { EntityManager } from '@mikro-orm/postgresql';
import { withFreshPlans } from './driver/stale-plan.ts';
import type { Orm } from './orm.ts';

/** An entity manager inside a transaction that is limited to one tenant's rows. */
export type TenantEm = EntityManager;

/** Runs `work` in one transaction that can read and write the rows of this tenant only (row-level security). */
export async function inTenant<T>(orm: Orm, tenantId: string, work: (em: TenantEm) => Promise<T>): Promise<T> {
  return inContext(orm, { 'app.tenant': tenantId }, work);
}

/** Runs `work` in one transaction with these settings of the session; once more where a migration came between. */
export function inContext<T>(
  orm: Orm,
  variables: Record<string, string>,
  work: (em: EntityManager) => Promise<T>,
): Promise<T> {
  return withFreshPlans(() => {
    const em = orm.em.fork();
    em.setSessionContext({ variables });
    return em.transactional(work);
  });
}
