import type { TenantEm } from '../../db/in-tenant.ts';
import { inTenant } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { requestRelease } from '../../db/upkeep/releases.ts';
import { Refused } from '../../domain/refusal.ts';
import { overSeats } from '../../domain/seats.ts';
import { LicenceEntity } from '../licence/licence.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { activeTicketsOf, agentsAndAdministrators } from './agents.ts';

/** The result of a change of access: who is no longer an agent, and how many active tickets they had. */
export type AccessChange<T> = Readonly<{ value: T; lost: readonly string[]; tickets: number }>;

/**
 * The only way to change who may do what: `work` puts people into groups, gives groups permissions, activates people,
 * or takes any of that away. One such change at a time per tenant, so that the limits hold under concurrency:
 * - it must not take a seat beyond max_agents (R14), counted afterwards, whatever the way: `quota_exceeded`;
 * - somebody who may change settings must remain: `last_administrator`;
 * - the active tickets of people who stop being agents are marked for release (R6).
 * A refusal is thrown, so the transaction is undone as a whole.
 */
export async function changeAccess<T>(
  em: TenantEm,
  tenantId: string,
  work: () => Promise<T>,
): Promise<AccessChange<T>> {
  await lockTenant(em, tenantId);
  const before = await agentsAndAdministrators(em);
  const value = await work();
  const after = await agentsAndAdministrators(em);
  const licence = await em.findOne(LicenceEntity, { tenantId });
  if (licence !== null) {
    const refusal = overSeats({
      limit: licence.maxAgents,
      before: before.agents.size,
      after: after.agents.size,
    });
    if (refusal !== null) throw new Refused(refusal);
  }
  if (before.administrators.size > 0 && after.administrators.size === 0) throw new Refused(lastAdministrator);
  const lost = [...before.agents].filter((id) => !after.agents.has(id));
  const tickets = await activeTicketsOf(em, lost);
  if (tickets > 0) await requestRelease(em, tenantId);
  return { value, lost, tickets };
}

const lastAdministrator = {
  code: 'last_administrator',
  key: 'refusal.user.last_administrator',
} as const;

/** What the change would bring, found by making it and undoing it. Throws what the change itself would throw. */
export async function previewAccess<T>(
  orm: Orm,
  tenantId: string,
  change: (em: TenantEm) => Promise<AccessChange<T>>,
): Promise<AccessChange<T>> {
  let seen: AccessChange<T> | undefined;
  const undo = new Error('Only looked at');
  try {
    await inTenant(orm, tenantId, async (em) => {
      seen = await change(em);
      throw undo;
    });
  } catch (error) {
    if (error !== undo || seen === undefined) throw error;
  }
  if (seen === undefined) throw new Error('A preview without a result');
  return seen;
}
