/** The ids, each once, as PostgreSQL writes an array. */
export function idsOf(ids: readonly (string | null)[]): string {
  return `{${[...new Set(ids.filter((id) => id !== null))].join(',')}}`;
}
