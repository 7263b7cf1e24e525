import type { TenantEm } from '../../db/in-tenant.ts';
import { newId } from '../../ids.ts';
import { SettingsChangeEntity, type SettingsChangeKind, type SettingValue } from './settings-change.ts';

/**
 * `userId` is whom it is about; `subject` is the name of the group, setting or asset that it is about. With an `id` of the
 * caller's a repeated change can be told.
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

/** Keeps who changed which setting from what to what, in the transaction that changes it. */
export async function logSetting(em: TenantEm, tenantId: string, change: SettingsChange): Promise<void> {
  const { id = newId(), kind, byId, userId = null, subject = null, before = null, after = null } = change;
  const row = { tenantId, id, at: new Date(), byId, kind, userId, subject, before, after };
  await em.insert(SettingsChangeEntity, row);
}
