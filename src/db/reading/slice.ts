/** A page of a list: as many rows as were asked for or, where their texts are long, fewer. `more`: the list goes on. */
export type Slice<Row> = Readonly<{ rows: readonly Row[]; more: boolean }>;

/** So many bytes of texts a page for programs begins with; the text that goes beyond it is the last. */
export const sliceBytes = 1024 * 1024;

/**
 * SQL: of the rows of a query those that fit into a page, with how many there are. The query gives each its `place` in the
 * order and the `text_bytes` that it brings.
 */
export function fitting(query: string): string {
  return `select * from (
    select q.*, count(*) over ()::int as available, coalesce(sum(q.text_bytes) over (
      order by q.place rows between unbounded preceding and 1 preceding), 0) as bytes_before
    from (${query}) q) q where q.bytes_before < ${sliceBytes} order by q.place`;
}

/** The first rows of those that fit; they were looked for with one more than `limit`. */
export function sliceOf<Row extends Readonly<{ available: number }>>(rows: readonly Row[], limit: number): Slice<Row> {
  const shown = rows.slice(0, limit);
  return { rows: shown, more: (rows[0]?.available ?? 0) > shown.length };
}
