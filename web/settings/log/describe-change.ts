import type { LoggedChange } from '../../../src/db/reading/settings-log.ts';
import type { SettingsChangeKind, SettingValue } from '../../../src/host/tenants/settings-change.ts';

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
  itsm: ['prefix_changed', 'queue_address_changed', 'sender_name_changed', 'reply_to_changed'],
  templates: ['template_saved', 'template_removed'],
  assets: ['asset_deleted'],
  keys: ['api_key_created', 'api_key_revoked', 'api_key_rotated'],
} as const satisfies Readonly<Record<string, readonly SettingsChangeKind[]>>;

export type LogPart = keyof typeof logParts;

type Sentence = (change: LoggedChange) => string;

const about: Sentence = ({ about: name }) => name ?? 'somebody';

const sentences: Readonly<Record<SettingsChangeKind, Sentence>> = {
  user_invited: (change) => `invited ${about(change)}`,
  invitation_sent_again: (change) => `sent the invitation of ${about(change)} again`,
  user_joined: () => 'joined by the invitation',
  user_deactivated: (change) => `deactivated ${about(change)}`,
  user_reactivated: (change) => `reactivated ${about(change)}`,
  password_link_sent: (change) => `sent ${about(change)} a link for a new password`,
  password_set: () => 'set a new password by a link',
  password_changed: () => 'changed their password',
  user_renamed: (change) => `renamed ${about(change)}`,
  address_change_sent: (change) => `asked ${about(change)} to confirm a new e-mail address`,
  address_changed: (change) =>
    change.by === change.about ? 'confirmed a new e-mail address' : `changed the e-mail address of ${about(change)}`,
  address_change_withdrawn: (change) => `withdrew the new e-mail address of ${about(change)}`,
  second_step_added: ({ subject }) => `set up a second step: ${subject}`,
  second_step_removed: ({ subject }) => `removed a second step: ${subject}`,
  second_step_reset: (change) => `removed the second step of ${about(change)}`,
  second_step_rule_changed: () => 'changed whether everybody needs a second step to sign in',
  group_created: ({ subject }) => `made the group ${subject}`,
  group_renamed: ({ subject }) => `renamed the group ${subject}`,
  group_deleted: ({ subject }) => `deleted the group ${subject}`,
  permissions_changed: ({ subject }) => `changed the permissions of ${subject}`,
  member_added: (change) => `added ${about(change)} to ${change.subject}`,
  member_removed: (change) => `took ${about(change)} out of ${change.subject}`,
  prefix_changed: () => 'changed the ticket prefix',
  queue_address_changed: () => 'changed the queue address',
  sender_name_changed: () => 'changed the name that mails are sent in',
  reply_to_changed: () => 'changed where answers to mails go',
  template_saved: ({ subject }) => `changed the mail “${subject}”`,
  template_removed: ({ subject }) => `went back to the built-in mail “${subject}”`,
  asset_deleted: ({ subject }) => `deleted the asset ${subject}`,
  api_key_created: (change) =>
    `made the API key “${change.subject}”${change.about === null ? ' for an integration' : ` for ${change.about}`}`,
  api_key_revoked: ({ subject }) => `revoked the API key “${subject}”`,
  api_key_rotated: ({ subject }) => `replaced the API key “${subject}” and set the end of the former one`,
};

/** What somebody did, as it reads after their name. */
export function changeSentence(change: LoggedChange): string {
  return sentences[change.kind](change);
}

/** A value as text; null if there is none to show. */
export function valueText(value: SettingValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  return value.length === 0 ? 'nothing' : value.join(', ');
}
