import type { UserGroup } from '../../../src/db/reading/settings-user.ts';
import { wordsOfPermissions } from '../permissions/permission-words.ts';

/** What a group permits, to stand beside its box. */
export function groupHint(held: UserGroup['permissions']): string {
  const words = wordsOfPermissions(held).map(({ label }) => label);
  return words.length === 0 ? 'Permits nothing by itself' : words.join(', ');
}
