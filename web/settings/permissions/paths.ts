/** The list of groups. */
export const groupsPath = '/settings/permissions';

/** The page of a group. */
export function groupPath(id: string): string {
  return `${groupsPath}/${id}`;
}
