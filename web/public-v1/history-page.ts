import { historyCursorAt } from './cursor.ts';
import { pageAnswer } from './next-page.ts';
import type { ApiAnswer } from './route.ts';

/** A page of a history from place `from`; `rows` has one more than the page when there are more. */
export function historyAnswer<Row>(
  url: string,
  { from, query }: { from: number; query: Readonly<{ limit: number }> },
  rows: readonly Row[],
  present: (row: Row) => unknown,
): ApiAnswer {
  const more = rows.length > query.limit;
  return pageAnswer(url, query, {
    data: rows.slice(0, query.limit).map(present),
    next: more ? historyCursorAt(from + query.limit) : null,
  });
}
