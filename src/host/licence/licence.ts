import { defineEntity, p } from '@mikro-orm/core';
import { standardCallLimits } from '../../domain/call-limits.ts';
import type { Flag, LicenceTerms } from '../../domain/licence.ts';

/** What the platform team has sold to the tenant (R11 to R13). `version` grows with each change. */
export const LicenceEntity = defineEntity({
  name: 'Licence',
  tableName: 'licence',
  properties: {
    tenantId: p.uuid().primary(),
    active: p.boolean(),
    validUntil: p.datetime(3).nullable(),
    flags: p.array().$type<Flag[]>(),
    maxAgents: p.integer(),
    maxEmailsMonth: p.integer(),
    callsPerKey: p.integer().default(standardCallLimits.perKey),
    callsPerTenant: p.integer().default(standardCallLimits.perTenant),
    version: p.integer(),
  },
});

/** The audit trail of a licence: who changed it, when, from what to what. `byId` is null for the demo and the tests. */
export const LicenceChangeEntity = defineEntity({
  name: 'LicenceChange',
  tableName: 'licence_change',
  properties: {
    tenantId: p.uuid().primary(),
    version: p.integer().primary(),
    at: p.datetime(3),
    byId: p.uuid().nullable(),
    before: p.json().$type<LicenceTerms>().nullable(),
    after: p.json().$type<LicenceTerms>(),
  },
});
