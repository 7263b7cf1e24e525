/** The permissions that this module reads in the platform's RBAC (R8). */
export const permissions = [
  'tickets:create',
  'tickets:manage',
  'tickets:close',
  'settings:manage',
  'assets:manage',
] as const;

export type Permission = (typeof permissions)[number];

/** The permissions of the system group "ITSM Agent" (R9). */
export const agentPermissions: readonly Permission[] = ['tickets:create', 'tickets:manage', 'tickets:close'];

/**
 * The permissions that an integration can be given (R31): those that the public API has a use for. One without a use
 * today would be an open door on the day it gets one.
 */
export const integrationPermissions = [
  'tickets:create',
  'tickets:manage',
  'tickets:close',
] as const satisfies readonly Permission[];
