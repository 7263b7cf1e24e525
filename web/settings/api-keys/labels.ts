import type { ListedKey } from '../../../src/db/reading/settings-keys.ts';
import { type ApiScope, apiScopes } from '../../../src/domain/api-scopes.ts';
import { integrationPermissions } from '../../../src/domain/permissions.ts';
import { permissionLabels, labelsOfPermissions } from '../permissions/permission-labels.ts';

const scopeLabels: Readonly<Record<ApiScope, { label: string; hint: string }>> = {
  'tickets:read': { label: 'Read tickets', hint: 'tickets:read: lists, tickets, comments, events' },
  'tickets:write': { label: 'Change tickets', hint: 'tickets:write: create, change, comment' },
};

const integrationHints: Readonly<Record<(typeof integrationPermissions)[number], string>> = {
  'tickets:create': 'for people of yours; needs “Work tickets” too',
  'tickets:manage': 'see all tickets, assign, comment, change status; takes no seat of the licence',
  'tickets:close': 'resolve, close and reopen them; needs “Work tickets” too',
};

/** The scopes as boxes to tick. */
export const scopeOptions = apiScopes.map((value) => ({ value, ...scopeLabels[value] }));

/** The scopes of a key as a list: "Read tickets, change tickets". */
export function scopesLabel(scopes: readonly ApiScope[]): string {
  const labels = apiScopes.filter((each) => scopes.includes(each)).map((each) => scopeLabels[each].label);
  return labels.map((label, place) => (place === 0 ? label : label.toLowerCase())).join(', ');
}

/**
 * The permissions that an integration can have, as boxes to tick: it has no tickets of its own, so it files for people.
 */
export const integrationOptions = integrationPermissions.map((value) => ({
  value,
  label: permissionLabels[value].label,
  hint: integrationHints[value],
}));

/** What an integration may do; a person's key may do what the person may. */
export function integrationLabel({ permissions }: Pick<ListedKey, 'permissions'>): string {
  const labels = labelsOfPermissions(permissions ?? []).map(({ label }) => label.toLowerCase());
  return `An integration that may ${labels.length === 0 ? 'do nothing' : labels.join(', ')}`;
}

/** The state of a key: its label, and the colour of its badge; `at` is when it ends or ended. */
export type KeyState = Readonly<{
  lasts: boolean;
  label: string;
  tone: 'success' | 'warning' | 'quiet';
  at: Date | null;
}>;

/** The state of a key at `now`. */
export function keyState(key: ListedKey, now: Date): KeyState {
  if (key.revokedAt !== null) return { lasts: false, label: 'Revoked', tone: 'quiet', at: key.revokedAt };
  if (key.expiresAt !== null && key.expiresAt <= now) {
    return { lasts: false, label: key.isReplaced ? 'Replaced' : 'Ended', tone: 'quiet', at: key.expiresAt };
  }
  if (key.isReplaced) return { lasts: true, label: 'Replaced, still works', tone: 'warning', at: key.expiresAt };
  return { lasts: true, label: 'Works', tone: 'success', at: key.expiresAt };
}
