import type { Permission } from './permissions.ts';

/** The states of a ticket (R5). */
export const statuses = ['open', 'in_progress', 'resolved', 'closed', 'cancelled'] as const;

export type Status = (typeof statuses)[number];

/** One transition of the state machine, and the permissions that it takes, all of them. */
export type Transition = Readonly<{ from: Status; to: Status; needs: readonly Permission[] }>;

const handling: readonly Permission[] = ['tickets:manage'];
const closing: readonly Permission[] = ['tickets:manage', 'tickets:close'];

/** The whole state machine (R5; docs/decisions/002 says how its diagram is read). No other transition is possible. */
export const transitions: readonly Transition[] = [
  { from: 'open', to: 'in_progress', needs: handling },
  { from: 'open', to: 'cancelled', needs: handling },
  { from: 'in_progress', to: 'cancelled', needs: handling },
  { from: 'resolved', to: 'cancelled', needs: closing },
  { from: 'in_progress', to: 'resolved', needs: closing },
  { from: 'resolved', to: 'closed', needs: closing },
  { from: 'resolved', to: 'in_progress', needs: closing },
];

/** The transition between two states, if there is one. */
export function transitionBetween(from: Status, to: Status): Transition | undefined {
  return transitions.find((edge) => edge.from === from && edge.to === to);
}

/** Closed and cancelled are final: no further change of any kind. */
export function isFinal(status: Status): boolean {
  return status === 'closed' || status === 'cancelled';
}
