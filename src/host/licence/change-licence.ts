import type { TenantEm } from '../../db/in-tenant.ts';
import { standardCallLimits } from '../../domain/call-limits.ts';
import { flags as allFlags, type LicenceTerms } from '../../domain/licence.ts';
import { agentPermissions } from '../../domain/permissions.ts';
import { Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { GroupEntity, GroupPermissionEntity } from '../permissions/group.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { LicenceChangeEntity, LicenceEntity } from './licence.ts';
import { readLicence } from './read-licence.ts';

/** The standard terms: everything, for ten agents. */
export const standardTerms: LicenceTerms = {
  active: true,
  validUntil: null,
  flags: allFlags,
  maxAgents: 10,
  maxEmailsMonth: 10_000,
  callsPerKey: standardCallLimits.perKey,
  callsPerTenant: standardCallLimits.perTenant,
};

/** Activates the add-on (R11) with the standard terms, except for those given; see `changeLicence`. */
export async function activateLicence(
  em: TenantEm,
  tenantId: string,
  terms: Partial<Omit<LicenceTerms, 'active'>> = {},
): Promise<void> {
  await changeLicence(em, tenantId, { terms: { ...standardTerms, ...terms }, byId: null });
}

/**
 * Sells, changes, suspends or resumes the licence of the transaction's tenant, and records who did it. The first time,
 * it creates the system group "ITSM Agent" and lets Everyone create tickets (R9); later no second group is created, and
 * no permission returns that an administrator has taken away. Concurrent calls are safe. `ifVersion` is the version
 * that the caller has seen, 0 for none; if the licence has another one, it is refused with `changed_meanwhile`, unless
 * it is already as wanted. Returns whether anything was changed.
 */
export async function changeLicence(
  em: TenantEm,
  tenantId: string,
  change: { terms: LicenceTerms; byId: string | null; ifVersion?: number },
): Promise<boolean> {
  await lockTenant(em, tenantId);
  const found = await readLicence(em, tenantId);
  const { version: former, ...before } = found ?? { version: 0 };
  const terms = inOrder(change.terms);
  if (found !== null && JSON.stringify(inOrder(before as LicenceTerms)) === JSON.stringify(terms)) return false;
  if (change.ifVersion !== undefined && change.ifVersion !== former) {
    throw new Refused({
      code: 'changed_meanwhile',
      key: 'refusal.licence.changed',
    });
  }
  const version = former + 1;
  const validUntil = terms.validUntil === null ? null : new Date(terms.validUntil);
  await em.upsert(LicenceEntity, { tenantId, ...terms, flags: [...terms.flags], validUntil, version });
  await em.insert(LicenceChangeEntity, {
    tenantId,
    version,
    at: new Date(),
    byId: change.byId,
    before: found === null ? null : inOrder(before as LicenceTerms),
    after: terms,
  });
  if (found === null) await makeGroups(em, tenantId);
  return true;
}

/** The same terms always in the same form, so that they can be compared. */
function inOrder(terms: LicenceTerms): LicenceTerms {
  const { active, validUntil, flags, maxAgents, maxEmailsMonth, callsPerKey, callsPerTenant } = terms;
  return {
    active,
    validUntil: validUntil === null ? null : new Date(validUntil).toISOString(),
    flags: allFlags.filter((flag) => flags.includes(flag)),
    maxAgents,
    maxEmailsMonth,
    callsPerKey,
    callsPerTenant,
  };
}

async function makeGroups(em: TenantEm, tenantId: string): Promise<void> {
  const agentGroup = newId();
  await em.insert(GroupEntity, { tenantId, id: agentGroup, name: 'ITSM Agent', systemKey: 'itsm_agent' });
  await em.insertMany(
    GroupPermissionEntity,
    agentPermissions.map((permission) => ({ tenantId, groupId: agentGroup, permission })),
  );
  const everyone = await em.findOneOrFail(GroupEntity, { tenantId, systemKey: 'everyone' });
  await em.upsert(GroupPermissionEntity, { tenantId, groupId: everyone.id, permission: 'tickets:create' });
}
