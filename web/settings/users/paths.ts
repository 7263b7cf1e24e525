/** The page of a person in Settings. */
export function userPath(id: string): string {
  return `/settings/users/${id}`;
}
