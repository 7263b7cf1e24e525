import type { TenantEm } from '../../../src/db/in-tenant.ts';
import { readGroupsToJoin, type UserGroup } from '../../../src/db/reading/settings-user.ts';
import type { Translator } from '../../../src/locales/translator.ts';
import { labelsOfPermissions } from '../permissions/permission-labels.ts';

/** The groups that a form offers for a person; `joined` are those of which the person is a member. */
export type GroupChoices = Readonly<{
  options: readonly { value: string; label: string; hint: string }[];
  hint: string;
  joined: readonly string[];
}>;

/** How many groups a form offers. */
const offered = 100;

/** The groups to tick for a person: a new one (`userId` null), or one who is in some already. */
export async function loadGroupChoices(
  translator: Translator,
  em: TenantEm,
  userId: string | null,
): Promise<GroupChoices> {
  const { t } = translator;
  const groups = await readGroupsToJoin(em, { userId, limit: offered + 1 });
  const shown = groups.slice(0, offered);
  return {
    options: shown.map(({ id, name, permissions }) => ({
      value: id,
      label: name,
      hint: groupHint(translator, permissions),
    })),
    hint:
      groups.length > offered
        ? t('settings.users.form.groups_hint_first', { n: offered })
        : t('settings.users.form.groups_hint'),
    joined: shown.filter(({ joined }) => joined).map(({ id }) => id),
  };
}

function groupHint(translator: Translator, held: UserGroup['permissions']): string {
  const labels = labelsOfPermissions(translator, held).map(({ label }) => label);
  return labels.length === 0 ? translator.t('settings.users.form.group_permits_nothing') : labels.join(', ');
}
