import type { TenantEm } from '../../../src/db/in-tenant.ts';
import { readGroupsToJoin, type UserGroup } from '../../../src/db/reading/settings-user.ts';
import { labelsOfPermissions } from '../permissions/permission-labels.ts';

/** The groups that a form offers for a person; `joined` are those of which the person is a member. */
export type GroupChoices = Readonly<{
  options: readonly { value: string; label: string; hint: string }[];
  hint: string;
  joined: readonly string[];
}>;

/** How many groups a form offers. */
const offered = 100;
const everyone = 'What Everyone may do they may do too.';
const others = `These are the first ${offered} groups: put the person into others on their pages, under Permissions.`;

/** The groups to tick for a person: a new one (`userId` null), or one who is in some already. */
export async function loadGroupChoices(em: TenantEm, userId: string | null): Promise<GroupChoices> {
  const groups = await readGroupsToJoin(em, { userId, limit: offered + 1 });
  const shown = groups.slice(0, offered);
  return {
    options: shown.map(({ id, name, permissions }) => ({ value: id, label: name, hint: groupHint(permissions) })),
    hint: groups.length > offered ? `${everyone} ${others}` : everyone,
    joined: shown.filter(({ joined }) => joined).map(({ id }) => id),
  };
}

function groupHint(held: UserGroup['permissions']): string {
  const labels = labelsOfPermissions(held).map(({ label }) => label);
  return labels.length === 0 ? 'Permits nothing by itself' : labels.join(', ');
}
