import type { SettingsChangeKind } from '../../../src/host/tenants/settings-change.ts';

/** The parts of the log that can be shown alone, and the kinds of changes in each. */
export const logParts = {
  people: [
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
  ],
  permissions: [
    'group_created',
    'group_renamed',
    'group_deleted',
    'permissions_changed',
    'member_added',
    'member_removed',
  ],
  'sign-in': ['second_step_rule_changed'],
  itsm: [
    'prefix_changed',
    'queue_address_changed',
    'sender_name_changed',
    'reply_to_changed',
    'language_changed',
    'time_zone_changed',
  ],
  templates: ['template_saved', 'template_removed'],
  assets: ['asset_deleted'],
  keys: ['api_key_created', 'api_key_revoked', 'api_key_rotated'],
} as const satisfies Readonly<Record<string, readonly SettingsChangeKind[]>>;

export type LogPart = keyof typeof logParts;
