import type { UserState } from '../../../src/host/identity/user.ts';

export const stateLabels: Readonly<Record<UserState, string>> = {
  active: 'Active',
  invited: 'Invited',
  deactivated: 'Deactivated',
};

/** Says that somebody works tickets; empty for whoever does not, or no longer does. */
export function agentLabel({ state, agent }: { state: UserState; agent: boolean }): string {
  if (!agent || state === 'deactivated') return '';
  return state === 'active' ? 'Agent' : 'Agent once they join';
}
