import { defineEntity, p } from '@mikro-orm/core';

/** What can be changed in a tenant's settings; a closed list, each with its own sentence in Settings → Log. */
export const settingsChangeKinds = [
  'user_invited',
  'invitation_sent_again',
  'user_joined',
  'user_deactivated',
  'user_reactivated',
  'password_link_sent',
  'password_set',
  'password_changed',
  'user_renamed',
  'address_change_sent',
  'address_changed',
  'address_change_withdrawn',
  'second_step_added',
  'second_step_removed',
  'second_step_reset',
  'second_step_rule_changed',
  'group_created',
  'group_renamed',
  'group_deleted',
  'permissions_changed',
  'member_added',
  'member_removed',
  'prefix_changed',
  'queue_address_changed',
  'sender_name_changed',
  'reply_to_changed',
  'language_changed',
  'time_zone_changed',
  'template_saved',
  'template_removed',
  'asset_deleted',
  'api_key_created',
  'api_key_revoked',
  'api_key_rotated',
] as const;

export type SettingsChangeKind = (typeof settingsChangeKinds)[number];

/** A short value before or after a change: a text, a list of texts, or nothing. */
export type SettingValue = string | readonly string[] | null;

/** Who changed which setting, from what to what. */
export const SettingsChangeEntity = defineEntity({
  name: 'SettingsChange',
  tableName: 'settings_change',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    at: p.datetime(3),
    byId: p.uuid(),
    kind: p.text().$type<SettingsChangeKind>(),
    userId: p.uuid().nullable(),
    subject: p.text().nullable(),
    before: p.json().$type<SettingValue>().nullable(),
    after: p.json().$type<SettingValue>().nullable(),
  },
});
