import type { ApiAnswer } from './route.ts';

/** A page of a list; `next` is the cursor of the following page, or null. */
export type Page = Readonly<{ data: readonly unknown[]; next: string | null }>;

/** Answers with a page. `url` is the list's own address; the header `Link` names the next page (RFC 8288). */
export function pageAnswer(url: string, query: Readonly<Record<string, unknown>>, page: Page): ApiAnswer {
  if (page.next === null) return { status: 200, body: page };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, cursor: page.next })) {
    if (value !== undefined) parameters.set(name, written(value));
  }
  return { status: 200, body: page, headers: { Link: `<${url}?${parameters}>; rel="next"` } };
}

function written(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value);
}
