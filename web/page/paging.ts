/** A page of rows, of which one more was read than fits: those that fit, and the last of them if there are more. */
export function pageOf<Row>(rows: readonly Row[], size: number): { shown: readonly Row[]; last: Row | null } {
  const shown = rows.slice(0, size);
  return { shown, last: rows.length > size ? (shown.at(-1) ?? null) : null };
}
