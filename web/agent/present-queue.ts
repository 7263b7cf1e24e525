import type { QueuePage, QueueRow } from '../../src/db/reading/agent-queue.ts';
import type { QueueCounts } from '../../src/db/reading/agent-counts.ts';
import { sortIn, sortsOf } from '../../src/domain/filter/ticket-list.ts';
import { queueViews } from '../../src/domain/filter/views.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { LinksShown } from '../http/links-shown.ts';
import { queueHref, type QueueQuery, queueSearch } from './queue-query.ts';
import { sortLabels } from './labels.ts';
import { reporterSays } from '../../src/domain/reporter-says.ts';

/** The views with their counts. Changing the view keeps the order and drops the filters. */
export function presentViews(query: QueueQuery, counts: QueueCounts, { t, number }: Translator) {
  return queueViews
    .filter((view) => view !== 'cancelled' || counts.cancelled > 0 || query.filter.view === 'cancelled')
    .map((view) => ({
      label: t(`agent.view.${view}`),
      count: number(counts[view]),
      href: queueHref({ filter: { view }, sort: sortIn(view, query.sort), cursor: null }),
      current: view === query.filter.view,
    }));
}

/** The available sort orders. */
export function presentSorts(query: QueueQuery, { t }: Translator) {
  return sortsOf(query.filter.view).map((sort) => ({
    label: t(sortLabels[sort]),
    href: queueHref({ ...query, sort, cursor: null }),
    current: sort === query.sort,
  }));
}

/** The lines of the list. Each links to its ticket and tells its page which list it was opened from. */
export function presentRows(
  rows: readonly QueueRow[],
  query: QueueQuery,
  { links, translator }: Readonly<{ links: LinksShown; translator: Translator }>,
) {
  const from = fromList(query);
  return rows.map((row) => ({
    ...row,
    says: reporterSays(row),
    href: ticketHref(row.number, from),
    asset: links.assets && row.asset !== null ? assetSummary(row.asset, row.assets, translator) : null,
    preview: row.preview.replace(/\s+/g, ' ').trim().slice(0, 100),
    waiting: row.waitingSince && {
      label: translator.t(
        row.waitingFor === 'agent' ? 'agent.queue.waiting_for_us' : 'agent.queue.waiting_for_reporter',
      ),
      at: row.waitingSince,
    },
  }));
}

function assetSummary(first: string, assets: number, { t }: Translator): string {
  return assets > 1 ? t('agent.queue.assets', { first, n: assets - 1 }) : first;
}

/** The links to the previous and next page; null if everything fits on one page. */
export function presentPager(page: QueuePage, query: QueueQuery) {
  if (page.previous === null && page.next === null) return null;
  return {
    previous: page.previous && queueHref({ ...query, cursor: { side: 'before', place: page.previous } }),
    next: page.next && queueHref({ ...query, cursor: { side: 'after', place: page.next } }),
  };
}

/** The longest query of a list that is carried to its tickets and back, in characters. */
export const fromLimit = 2000;

/**
 * The list that a ticket is opened from, as its address carries it; empty for the default list, and for one too long to
 * carry.
 */
export function fromList(query: QueueQuery): string {
  const search = queueSearch({ ...query, cursor: null });
  return search.length <= fromLimit ? search : '';
}

/**
 * The address of a ticket's page, or of a part such as `/edit`. `from` is the list that the person came from, `asked`
 * further query parameters.
 */
export function ticketHref(number: string, from = '', part = '', asked: Readonly<Record<string, string>> = {}): string {
  const path = `/tickets/${number}${part}`;
  const search = new URLSearchParams({ ...(from === '' ? {} : { from }), ...asked }).toString();
  return search === '' ? path : `${path}?${search}`;
}
