import type { Slice } from '../../src/db/reading/slice.ts';
import { historyCursorAt } from './cursor.ts';
import { pageAnswer } from './next-page.ts';
import type { ApiAnswer } from './route.ts';

/** A page of a history, from place `from` on. */
export function historyAnswer<Row>(
  url: string,
  { from, query }: { from: number; query: Readonly<{ limit: number }> },
  { rows, more }: Slice<Row>,
  present: (row: Row) => unknown,
): ApiAnswer {
  return pageAnswer(url, query, {
    data: rows.map(present),
    next: more ? historyCursorAt(from + rows.length) : null,
  });
}
