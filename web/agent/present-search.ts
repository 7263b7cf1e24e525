import type { HitKind } from '../../src/db/search/read-hits.ts';
import type { SearchResult } from '../../src/db/search/read-results.ts';
import type { Snippet } from '../../src/domain/search/snippet.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { ticketHref } from './present-queue.ts';

/** A piece of a snippet, marked or not. */
export type SnippetPart = Readonly<{ text: string; marked: boolean }>;

const kinds: Readonly<Record<Exclude<HitKind, 'title'>, MessageKey>> = {
  people: 'agent.search.in.people',
  asset: 'agent.search.in.asset',
  description: 'agent.search.in.description',
  message: 'agent.search.in.message',
  note: 'agent.search.in.note',
};

/** A result as the page shows it: its title with the words marked where they stand there, else the place of the hit. */
export function presentResult({ hit, ...result }: SearchResult, { t }: Translator) {
  const inTitle = hit?.kind === 'title' && hit.snippet.text === result.title;
  return {
    ...result,
    href: ticketHref(result.number),
    title: inTitle ? partsOf(hit.snippet) : [{ text: result.title, marked: false }],
    hit:
      hit === null || hit.kind === 'title'
        ? null
        : { kind: hit.kind, label: t(kinds[hit.kind]), parts: partsOf(hit.snippet) },
  };
}

/** The pieces of a snippet, in order. */
export function partsOf({ text, ranges }: Snippet): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: text.slice(at, from), marked: false });
    parts.push({ text: text.slice(from, to), marked: true });
    at = to;
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false });
  return parts;
}

/** The address of the results of a search, from a place on. */
export function searchHref(q: string, from = 0): string {
  return `/search?${new URLSearchParams({ q, ...(from === 0 ? {} : { from: String(from) }) })}`;
}
