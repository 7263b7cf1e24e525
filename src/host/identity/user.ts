import { defineEntity, p } from '@mikro-orm/core';

/** A person of a tenant. `email` is lower case and unique over all tenants; without a password nobody can sign in. */
export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'app_user',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    email: p.text(),
    name: p.text(),
    passwordHash: p.text().nullable(),
    active: p.boolean().default(true),
    mailOptOut: p.boolean().default(false),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});
