import type { UserState } from '../../../src/host/identity/user.ts';

export const stateLabels: Readonly<Record<UserState, string>> = {
  active: 'Active',
  invited: 'Invited',
  deactivated: 'Deactivated',
};

/** Whether somebody works tickets, in words; empty for who does not, or not any more. */
export function agentLabel({ state, agent }: { state: UserState; agent: boolean }): string {
  if (!agent || state === 'deactivated') return '';
  return state === 'active' ? 'Agent' : 'Agent once they join';
}
