import { defineEntity, p } from '@mikro-orm/core';
import type { Flag } from '../../domain/licence.ts';

/** What the platform team has sold to the tenant (R11, R12). */
export const LicenceEntity = defineEntity({
  name: 'Licence',
  tableName: 'licence',
  properties: {
    tenantId: p.uuid().primary(),
    active: p.boolean(),
    validUntil: p.datetime(3).nullable(),
    flags: p.array().$type<Flag[]>(),
  },
});
