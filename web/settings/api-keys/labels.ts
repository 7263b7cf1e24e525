import type { ListedKey } from '../../../src/db/reading/settings-keys.ts';
import { type ApiScope, apiScopes } from '../../../src/domain/api-scopes.ts';
import { integrationPermissions } from '../../../src/domain/permissions.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { permissionLabels, labelsOfPermissions } from '../permissions/permission-labels.ts';
import { scopeLabels } from './scope-labels.ts';

const integrationHints: Readonly<Record<(typeof integrationPermissions)[number], MessageKey>> = {
  'tickets:create': 'settings.keys.integration.tickets_create_hint',
  'tickets:manage': 'settings.keys.integration.tickets_manage_hint',
  'tickets:close': 'settings.keys.integration.tickets_close_hint',
};

/** The scopes as boxes to tick. */
export function scopeOptions({ t }: Translator): { value: ApiScope; label: string; hint: string }[] {
  return apiScopes.map((value) => ({ value, label: t(scopeLabels[value].label), hint: t(scopeLabels[value].hint) }));
}

/** The scopes of a key as a list: "Read tickets · Change tickets". */
export function scopesLabel({ t }: Translator, scopes: readonly ApiScope[]): string {
  return apiScopes
    .filter((each) => scopes.includes(each))
    .map((each) => t(scopeLabels[each].label))
    .join(' · ');
}

/**
 * The permissions that an integration can have, as boxes to tick: it has no tickets of its own, so it files for people.
 */
export function integrationOptions({ t }: Translator) {
  return integrationPermissions.map((value) => ({
    value,
    label: t(permissionLabels[value].label),
    hint: t(integrationHints[value]),
  }));
}

/** What an integration may do; a person's key may do what the person may. */
export function integrationLabel(translator: Translator, { permissions }: Pick<ListedKey, 'permissions'>): string {
  const labels = labelsOfPermissions(translator, permissions ?? []).map(({ label }) => label);
  return labels.length === 0
    ? translator.t('settings.keys.integration.without')
    : translator.t('settings.keys.integration.with', { permissions: labels.join(', ') });
}

/** The state of a key: its label, and the colour of its badge; `at` is when it ends or ended. */
export type KeyState = Readonly<{
  lasts: boolean;
  label: string;
  tone: 'success' | 'warning' | 'quiet';
  at: Date | null;
}>;

/** The state of a key at `now`. */
export function keyState({ t }: Translator, key: ListedKey, now: Date): KeyState {
  if (key.revokedAt !== null) {
    return { lasts: false, label: t('settings.keys.state.revoked'), tone: 'quiet', at: key.revokedAt };
  }
  if (key.expiresAt !== null && key.expiresAt <= now) {
    const label = t(key.isReplaced ? 'settings.keys.state.replaced' : 'settings.keys.state.expired');
    return { lasts: false, label, tone: 'quiet', at: key.expiresAt };
  }
  return key.isReplaced
    ? { lasts: true, label: t('settings.keys.state.replaced_active'), tone: 'warning', at: key.expiresAt }
    : { lasts: true, label: t('settings.keys.state.active'), tone: 'success', at: key.expiresAt };
}
