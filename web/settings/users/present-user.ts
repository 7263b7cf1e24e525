import type { SettingsUser } from '../../../src/db/reading/settings-user.ts';
import type { SecondSteps } from '../../../src/host/identity/second-step/second-steps.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { groupPath } from '../permissions/paths.ts';
import { labelsOfPermissions } from '../permissions/permission-labels.ts';
import { userPath } from './paths.ts';
import { stateLabels } from './labels.ts';

/** A person as their page shows them, with groups, and what follows from these. */
export function presentUser(translator: Translator, user: SettingsUser) {
  const { t } = translator;
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
    moreGroups: user.moreGroups === 0 ? null : t('settings.users.person.more_groups', { n: user.moreGroups }),
    permissions: labelsOfPermissions(translator, held),
    // How a person whose groups make them an agent affects the seats of the licence (R13).
    seat: held.includes('tickets:manage') ? t(`settings.users.person.seat.${user.state}`) : null,
  };
}

/** The person's second step; null if there is none. */
export function secondStepLabel({ t, list }: Translator, { totpSince, passkeys }: SecondSteps): string | null {
  const steps = [
    ...(totpSince === null ? [] : [t('settings.users.second_step.authenticator_app')]),
    ...(passkeys.length === 0 ? [] : [t('settings.users.second_step.passkeys', { n: passkeys.length })]),
  ];
  return steps.length === 0 ? null : list(steps);
}
