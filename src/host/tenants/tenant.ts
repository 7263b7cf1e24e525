import { defineEntity, p } from '@mikro-orm/core';

/** A customer of the platform. Everything else belongs to exactly one. */
export const TenantEntity = defineEntity({
  name: 'Tenant',
  tableName: 'tenant',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    slug: p.text(),
    /** Whether everybody must use a second step to sign in (Settings → Sign-in). */
    secondStepRequired: p.boolean().default(false),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});
