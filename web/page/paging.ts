/** A page of rows, given one row more than fits: the rows that fit and, if there are more, the last of them. */
export function pageOf<Row>(rows: readonly Row[], size: number): { shown: readonly Row[]; last: Row | null } {
  const shown = rows.slice(0, size);
  return { shown, last: rows.length > size ? (shown.at(-1) ?? null) : null };
}
