import { type Permission, permissions } from '../../../src/domain/permissions.ts';
import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { Translator } from '../../../src/locales/translator.ts';

/** What a permission is called, and what to know before giving it (R8). */
export const permissionLabels: Readonly<Record<Permission, Readonly<{ label: MessageKey; hint: MessageKey }>>> = {
  'tickets:create': {
    label: 'settings.permission.tickets_create.label',
    hint: 'settings.permission.tickets_create.hint',
  },
  'tickets:manage': {
    label: 'settings.permission.tickets_manage.label',
    hint: 'settings.permission.tickets_manage.hint',
  },
  'tickets:close': { label: 'settings.permission.tickets_close.label', hint: 'settings.permission.tickets_close.hint' },
  'settings:manage': {
    label: 'settings.permission.settings_manage.label',
    hint: 'settings.permission.settings_manage.hint',
  },
  'assets:manage': { label: 'settings.permission.assets_manage.label', hint: 'settings.permission.assets_manage.hint' },
};

type PermissionLabel = Readonly<{ label: string; hint: string }>;

/** The permissions as boxes to tick. */
export function permissionOptions(translator: Translator): (PermissionLabel & { value: Permission })[] {
  return permissions.map((value) => ({ value, ...inLanguage(translator, value) }));
}

/** The labels of these permissions, always in the same order. */
export function labelsOfPermissions(translator: Translator, held: readonly Permission[]): PermissionLabel[] {
  return permissions.filter((each) => held.includes(each)).map((each) => inLanguage(translator, each));
}

function inLanguage({ t }: Translator, permission: Permission): PermissionLabel {
  const { label, hint } = permissionLabels[permission];
  return { label: t(label), hint: t(hint) };
}
