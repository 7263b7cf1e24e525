import type { Permission } from '../../src/domain/permissions.ts';
import type { Status } from '../../src/domain/status.ts';

/** What stands in a cell of R5: the permissions that an edge takes, `stays` on the diagonal, `none` where there is no edge. */
export type Cell = 'manage' | 'manage and close' | 'stays' | 'none' | 'final';

/**
 * R5, copied by hand from the specification and from nothing else: row is from, column is to. Tests compare the code with
 * this, so it must never be made from the code.
 */
// prettier-ignore
export const r5: Readonly<Record<Status, Readonly<Record<Status, Cell>>>> = {
  open:        { open: 'stays', in_progress: 'manage',           resolved: 'none',             closed: 'none',             cancelled: 'manage' },
  in_progress: { open: 'none',  in_progress: 'stays',            resolved: 'manage and close', closed: 'none',             cancelled: 'manage' },
  resolved:    { open: 'none',  in_progress: 'manage and close', resolved: 'stays',            closed: 'manage and close', cancelled: 'manage and close' },
  closed:      { open: 'final', in_progress: 'final',            resolved: 'final',            closed: 'final',            cancelled: 'final' },
  cancelled:   { open: 'final', in_progress: 'final',            resolved: 'final',            closed: 'final',            cancelled: 'final' },
};

/** The permissions that a cell takes, or null where nobody may pass. */
export function neededFor(cell: Cell): Permission[] | null {
  if (cell === 'manage') return ['tickets:manage'];
  if (cell === 'manage and close') return ['tickets:manage', 'tickets:close'];
  return null;
}

/** The five states, in the order of a ticket's life. */
export const states: readonly Status[] = ['open', 'in_progress', 'resolved', 'closed', 'cancelled'];

/** Every subset of the three permissions of R8. */
export const permissionSets: readonly (readonly Permission[])[] = [
  [],
  ['tickets:create'],
  ['tickets:manage'],
  ['tickets:close'],
  ['tickets:create', 'tickets:manage'],
  ['tickets:create', 'tickets:close'],
  ['tickets:manage', 'tickets:close'],
  ['tickets:create', 'tickets:manage', 'tickets:close'],
];
