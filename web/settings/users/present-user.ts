import type { SettingsUser } from '../../../src/db/reading/settings-user.ts';
import type { SecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import { groupPath } from '../permissions/paths.ts';
import { labelsOfPermissions } from '../permissions/permission-labels.ts';
import { userPath } from './paths.ts';
import { stateLabels } from './labels.ts';
import { formatCount } from '../../page/count.ts';

/** A person as their page shows them, with groups, and what follows from these. */
export function presentUser(user: SettingsUser) {
  const held = user.permissions;
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    path: userPath(user.id),
    state: user.state,
    label: stateLabels[user.state],
    createdAt: user.createdAt,
    deactivatedAt: user.deactivatedAt,
    groups: user.groups.map(({ id, name }) => ({ name, href: groupPath(id) })),
    moreGroups: user.moreGroups === 0 ? null : `and ${formatCount(user.moreGroups)} more`,
    permissions: labelsOfPermissions(held),
    seat: held.includes('tickets:manage') ? seatOf[user.state] : null,
  };
}

/** The person's second step; null if there is none. */
export function secondStepLabel({ totpSince, passkeys }: SecondSteps): string | null {
  const count = passkeys.length === 1 ? '1 passkey' : `${passkeys.length} passkeys`;
  const parts = [...(totpSince === null ? [] : ['authenticator app']), ...(passkeys.length === 0 ? [] : [count])];
  return parts.length === 0 ? null : parts.join(', ');
}

/** How a person whose groups make them an agent affects the seats of the licence (R13). */
const seatOf = {
  active: 'Is an agent, and takes one seat of the licence.',
  invited: 'Will be an agent, and take a seat of the licence, by joining.',
  deactivated: 'Takes no seat while deactivated. Reactivated, they are an agent again and need a free one.',
} as const satisfies Readonly<Record<SettingsUser['state'], string>>;
