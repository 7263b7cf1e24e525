import type { TenantEm } from '../../db/in-tenant.ts';
import { normalAddress } from '../../domain/mail-address.ts';
import { writePeople } from '../../db/search/names.ts';
import { newId } from '../../ids.ts';
import { UserEntity } from './user.ts';

/**
 * Creates an active user of the transaction's tenant, and returns the id. The e-mail address is unique over all
 * tenants.
 */
export async function createUser(
  em: TenantEm,
  tenantId: string,
  user: { email: string; name: string; passwordHash?: string },
): Promise<string> {
  const id = newId();
  const email = normalAddress(user.email);
  await em.insert(UserEntity, {
    tenantId,
    id,
    email,
    name: user.name,
    passwordHash: user.passwordHash ?? null,
    active: true,
    deactivatedAt: null,
    mailOptOut: false,
    createdAt: new Date(),
  });
  await writePeople(em, tenantId, [{ id, name: user.name, email }]);
  return id;
}
