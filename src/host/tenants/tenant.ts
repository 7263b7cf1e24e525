import { defineEntity, p } from '@mikro-orm/core';

/** A customer of the platform. Everything else belongs to exactly one. */
export const TenantEntity = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    slug: p.text(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});
