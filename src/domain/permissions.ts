/** The permissions that this module reads in the platform's RBAC (R8). */
export const permissions = [
  'tickets:create',
  'tickets:manage',
  'tickets:close',
  'settings:manage',
  'assets:manage',
] as const;

export type Permission = (typeof permissions)[number];

/** What the system group "ITSM Agent" holds (R9). */
export const agentPermissions: readonly Permission[] = ['tickets:create', 'tickets:manage', 'tickets:close'];

/**
 * What can be given to an integration (R31): what the public API has anything for. A permission without a use today would be
 * an open door on the day on which it gets one.
 */
export const integrationPermissions = [
  'tickets:create',
  'tickets:manage',
  'tickets:close',
] as const satisfies readonly Permission[];
