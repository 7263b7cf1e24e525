import { languages } from '../../../src/domain/languages.ts';
import type { SettingsChangeKind, SettingValue } from '../../../src/host/tenants/settings-change.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { scopeLabels } from '../api-keys/scope-labels.ts';
import { permissionLabels } from '../permissions/permission-labels.ts';
import { stateLabels } from '../users/labels.ts';

const permissionNames = namesIn(permissionLabels);

/** The values that have a name in each language, by the kinds of change that hold them; others are shown as they are. */
const namedValues: Readonly<Partial<Record<SettingsChangeKind, Readonly<Partial<Record<string, MessageKey>>>>>> = {
  user_deactivated: stateLabels,
  user_reactivated: stateLabels,
  second_step_rule_changed: {
    required: 'settings.log.second_step.required',
    optional: 'settings.log.second_step.optional',
  },
  group_created: permissionNames,
  group_deleted: permissionNames,
  permissions_changed: permissionNames,
  api_key_created: { ...permissionNames, ...namesIn(scopeLabels) },
};

const languageNames: Readonly<Partial<Record<string, string>>> = languages;

/** A value before or after a change as text; null if there is none to show. */
export function valueText(translator: Translator, kind: SettingsChangeKind, value: SettingValue): string | null {
  if (value === null) return null;
  const nameOf = (each: string): string => {
    if (kind === 'language_changed') return languageNames[each] ?? each;
    const key = namedValues[kind]?.[each];
    return key === undefined ? each : translator.t(key);
  };
  if (typeof value === 'string') return nameOf(value);
  return value.length === 0 ? translator.t('settings.log.nothing') : value.map(nameOf).join(', ');
}

function namesIn(labels: Readonly<Record<string, Readonly<{ label: MessageKey }>>>): Record<string, MessageKey> {
  return Object.fromEntries(Object.entries(labels).map(([value, { label }]) => [value, label]));
}
