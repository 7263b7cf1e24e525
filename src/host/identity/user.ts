import { defineEntity, p } from '@mikro-orm/core';
import type { Language } from '../../domain/languages.ts';

/**
 * A person of a tenant. `email` is in its normal form (`normalAddress`), unique in the tenant and, among active people,
 * over all tenants; without a password nobody can sign in. Somebody who is neither active nor deactivated is invited.
 */
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
    deactivatedAt: p.datetime(3).nullable(),
    mailOptOut: p.boolean().default(false),
    /** Null: the tenant's. */
    language: p.text().nullable().$type<Language>(),
    /** IANA name; null: the tenant's. */
    timeZone: p.text().nullable(),
    createdAt: p.datetime(3).onCreate(() => new Date()),
  },
});

/** What a one-time link is for. */
export type LinkPurpose = 'invitation' | 'password_reset' | 'email_change';

/**
 * A one-time link with which a user sets a password or confirms a new address: valid until `expiresAt`, unless spent or
 * replaced before.
 */
export const AccountLinkEntity = defineEntity({
  name: 'AccountLink',
  tableName: 'account_link',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    userId: p.uuid(),
    purpose: p.text().$type<LinkPurpose>(),
    newEmail: p.text().nullable(),
    createdAt: p.datetime(3),
    expiresAt: p.datetime(3),
    spentAt: p.datetime(3).nullable(),
  },
});

export type UserState = 'active' | 'invited' | 'deactivated';

/** The user's current state. */
export function userState(user: { active: boolean; deactivatedAt?: Date | string | null | undefined }): UserState {
  if (user.active) return 'active';
  return user.deactivatedAt == null ? 'invited' : 'deactivated';
}
