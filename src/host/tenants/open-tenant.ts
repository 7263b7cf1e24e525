import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { inTenant, type TenantEm } from '../../db/in-tenant.ts';
import type { Orm } from '../../db/orm.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { Refused } from '../../domain/refusal.ts';
import { derivedId } from '../../ids.ts';
import { isAddressInUse } from '../identity/account-address.ts';
import { inviteUser } from '../identity/people.ts';
import { UserEntity } from '../identity/user.ts';
import { createGroup } from '../permissions/groups.ts';
import { createTenant } from './create-tenant.ts';
import { TenantEntity } from './tenant.ts';

/** A new customer; `key` is that of the form, so that sending it again creates no second one. */
export type NewTenant = Readonly<{
  key: string;
  name: string;
  slug: string;
  administrator: Readonly<{ name: string; email: string }>;
}>;

/**
 * Opens a tenant for a customer and returns its id: the tenant, a custom group Administrators, and its first member,
 * who is invited by the platform team. All of it or nothing; once per key.
 * @throws Refused `name_taken` (slug), `email_taken`, `command_id_reused`
 */
export async function openTenant(orm: Orm, tenant: NewTenant, now: Date): Promise<string> {
  const id = derivedId('tenant', tenant.key);
  const open = () => inTenant(orm, id, (em) => make(em, id, tenant, now));
  try {
    await open();
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error;
    // Other tenants' rows are invisible here: only the insert reveals what is taken.
    if (isAbout(error, 'tenant_slug_key')) throw new Refused(slugTaken);
    // The same form was sent a moment earlier: this time its tenant is found.
    await open();
  }
  return id;
}

async function make(em: TenantEm, tenantId: string, tenant: NewTenant, now: Date): Promise<void> {
  const { name, slug, administrator } = tenant;
  const userId = derivedId('administrator', tenantId);
  const known = await em.findOne(TenantEntity, { id: tenantId });
  if (known !== null) {
    const user = await em.findOneOrFail(UserEntity, { tenantId, id: userId });
    const same = known.name === name && known.slug === slug && user.email === normalAddress(administrator.email);
    if (!same) throw new Refused(keyReused);
    return;
  }
  if (await isAddressInUse(em, normalAddress(administrator.email))) throw new Refused(emailTaken);
  await createTenant(em, { id: tenantId, name, slug });
  const group = await createGroup(em, tenantId, {
    name: 'Administrators',
    permissions: ['settings:manage', 'assets:manage'],
  });
  await inviteUser(em, tenantId, { id: userId, ...administrator, groupIds: [group] }, { by: null, now });
}

const slugTaken = {
  code: 'name_taken',
  key: 'refusal.tenant.slug_taken',
  field: 'slug',
} as const;

const emailTaken = {
  code: 'email_taken',
  key: 'refusal.email.taken_elsewhere',
  field: 'email',
} as const;

const keyReused = {
  code: 'command_id_reused',
  key: 'refusal.tenant.form_used',
} as const;

function isAbout(error: UniqueConstraintViolationException, constraint: string): boolean {
  return 'constraint' in error && error.constraint === constraint;
}
