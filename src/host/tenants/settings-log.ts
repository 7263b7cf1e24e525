import type { TenantEm } from '../../db/in-tenant.ts';
import { newId } from '../../ids.ts';
import { SettingsChangeEntity, type SettingsChangeKind, type SettingValue } from './settings-change.ts';

/**
 * `userId` is the person that the change concerns; `subject` is the name of the group, key or asset, or the mail's kind. An `id` from
 * the caller makes a repeated change recognisable.
 */
export type SettingsChange = Readonly<{
  id?: string;
  kind: SettingsChangeKind;
  byId: string;
  userId?: string;
  subject?: string;
  before?: SettingValue;
  after?: SettingValue;
}>;

/** Records who changed which setting from what to what, in the transaction that changes it. */
export async function logSetting(em: TenantEm, tenantId: string, change: SettingsChange): Promise<void> {
  const { id = newId(), kind, byId, userId = null, subject = null, before = null, after = null } = change;
  const row = { tenantId, id, at: new Date(), byId, kind, userId, subject, before, after };
  await em.insert(SettingsChangeEntity, row);
}
