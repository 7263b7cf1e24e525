import { type Permission, permissions } from '../../../src/domain/permissions.ts';

type PermissionLabel = Readonly<{ label: string; hint: string }>;

/** What a permission is called, and what to know before giving it (R8). */
export const permissionLabels: Readonly<Record<Permission, PermissionLabel>> = {
  'tickets:create': { label: 'File tickets', hint: 'for oneself; agents also for others' },
  'tickets:manage': {
    label: 'Work tickets',
    hint: 'assign, comment, change status; takes one seat of the licence',
  },
  'tickets:close': { label: 'Close tickets', hint: 'resolve, close and reopen them' },
  'settings:manage': { label: 'Change settings', hint: 'users, permissions, ITSM: all pages of Settings' },
  'assets:manage': { label: 'Manage assets', hint: 'enter, move and change them' },
};

/** The permissions as boxes to tick. */
export const permissionOptions = permissions.map((value) => ({ value, ...permissionLabels[value] }));

/** The labels of these permissions, always in the same order. */
export function labelsOfPermissions(held: readonly Permission[]): PermissionLabel[] {
  return permissions.filter((each) => held.includes(each)).map((each) => permissionLabels[each]);
}
