import type { TenantEm } from '../../db/in-tenant.ts';
import { Refused } from '../../domain/refusal.ts';
import { newId } from '../../ids.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { logSetting } from '../tenants/settings-log.ts';
import { ApiKeyEntity } from './api-key.ts';
import { insertKey, type NewKey, refuseShown, tellHolder } from './create-api-key.ts';

/** How a key is replaced: the old one works until `oldUntil`, the new one until `expiresAt` (null: no end). */
export type Rotation = Readonly<{
  id: string;
  newId?: string;
  oldUntil: Date;
  expiresAt: Date | null;
  by: string;
  now: Date;
}>;

/**
 * Creates the replacement of a key: with the same name, scopes and holder, so that history and repeated requests know
 * an integration by the same id. Both work until `oldUntil`, or until the old one's own end if that is sooner.
 * @throws Refused `not_found`, `changed_meanwhile` (the old one has ended or been replaced), `key_shown`
 */
export async function rotateApiKey(em: TenantEm, tenantId: string, rotation: Rotation): Promise<NewKey> {
  await lockTenant(em, tenantId);
  const { newId: id = newId(), oldUntil, expiresAt, by, now } = rotation;
  await refuseShown(em, tenantId, id);
  const old = await em.findOne(ApiKeyEntity, { tenantId, id: rotation.id }, { refresh: true });
  if (old === null) throw new Refused({ code: 'not_found', key: 'refusal.api_key.unknown' });
  const ended = old.revokedAt != null || (old.expiresAt != null && old.expiresAt <= now);
  if (ended || old.replacedBy != null) throw new Refused(notToBeReplaced);
  const { name, scopes, environment, userId = null, integrationId = null, permissions = null } = old;
  const holder = { name, scopes, environment, userId, integrationId, permissions };
  const made = await insertKey(em, tenantId, { id, ...holder, expiresAt, createdBy: by });
  const end = old.expiresAt != null && old.expiresAt < oldUntil ? old.expiresAt : oldUntil;
  await em.nativeUpdate(ApiKeyEntity, { tenantId, id: old.id }, { expiresAt: end, replacedBy: id });
  await logSetting(em, tenantId, { kind: 'api_key_rotated', byId: by, subject: name, after: minuteOf(end) });
  await tellHolder(em, tenantId, { userId, by, name, scopes });
  return made;
}

/** An instant for the log, to the minute: "2026-11-25 10:00 UTC". */
function minuteOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const notToBeReplaced = {
  code: 'changed_meanwhile',
  key: 'refusal.api_key.ended',
} as const;
