/** A page of a list: as many rows as were asked for or, if their texts are long, fewer. `more`: the list goes on. */
export type Slice<Row> = Readonly<{ rows: readonly Row[]; more: boolean }>;

/** How many bytes of texts a page for programs may hold before its last row. */
export const sliceBytes = 1024 * 1024;

/**
 * SQL: those rows of a query that fit into a page, with the number of all its rows. The query gives each row its
 * `place` in the order and its `text_bytes`.
 */
export function fitting(query: string): string {
  return `select * from (
    select q.*, count(*) over ()::int as available, coalesce(sum(q.text_bytes) over (
      order by q.place rows between unbounded preceding and 1 preceding), 0) as bytes_before
    from (${query}) q) q where q.bytes_before < ${sliceBytes} order by q.place`;
}

/** The page from the rows that fit; the query asked for one more than `limit`. */
export function sliceOf<Row extends Readonly<{ available: number }>>(rows: readonly Row[], limit: number): Slice<Row> {
  const shown = rows.slice(0, limit);
  return { rows: shown, more: (rows[0]?.available ?? 0) > shown.length };
}
