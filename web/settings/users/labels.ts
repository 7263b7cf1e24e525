import type { MessageKey } from '../../../src/locales/catalogue.ts';
import type { UserState } from '../../../src/host/identity/user.ts';

export const stateLabels: Readonly<Record<UserState, MessageKey>> = {
  active: 'settings.users.state.active',
  invited: 'settings.users.state.invited',
  deactivated: 'settings.users.state.deactivated',
};

/** Says that somebody handles tickets; null for whoever does not, or no longer does. */
export function agentLabel({ state, agent }: { state: UserState; agent: boolean }): MessageKey | null {
  if (!agent || state === 'deactivated') return null;
  return state === 'active' ? 'settings.users.agent.now' : 'settings.users.agent.once_joined';
}
