import { isNarrowed } from '../../src/domain/filter/ticket-filter.ts';
import type { QueueView } from '../../src/domain/filter/views.ts';
import { shortened } from './present-filter.ts';
import { plainQuery, queueHref, type QueueQuery } from './queue-query.ts';
import { viewLabels } from './labels.ts';

/** What an empty list says, and the next step. */
export type Empty = Readonly<{
  icon: string;
  title: string;
  text?: string;
  action?: Readonly<{ label: string; href: string }>;
}>;

const plain: Readonly<Record<QueueView, Empty>> = {
  mine: {
    icon: 'coffee',
    title: 'No ticket is assigned to you',
    action: { label: 'See what nobody has taken yet', href: '/tickets?view=unassigned' },
  },
  unassigned: {
    icon: 'circle-check',
    title: 'Every active ticket has somebody who handles it',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  active: {
    icon: 'circle-check',
    title: 'Nothing is waiting to be done',
    text: 'New tickets appear here as soon as they are filed.',
    action: { label: 'See all tickets', href: '/tickets?view=all' },
  },
  open: {
    icon: 'inbox',
    title: 'No ticket is waiting to be started',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  in_progress: {
    icon: 'inbox',
    title: 'No ticket is in progress',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  waiting: {
    icon: 'circle-check',
    title: 'Nobody is waiting for us',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  resolved: {
    icon: 'inbox',
    title: 'No resolved ticket awaits its reporter’s answer',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  closed: {
    icon: 'archive',
    title: 'No ticket has been closed yet',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  cancelled: {
    icon: 'archive',
    title: 'No ticket has been cancelled',
    action: { label: 'See all active tickets', href: '/tickets' },
  },
  all: { icon: 'inbox', title: 'There are no tickets yet', text: 'Tickets that people file in the desk appear here.' },
};

/** The message for an empty list: a page past the end, nothing that matches, or nothing there at all. */
export function presentEmpty(query: QueueQuery, { mayCreate }: { mayCreate: boolean }): Empty {
  if (query.cursor !== null) {
    return {
      icon: 'inbox',
      title: 'There are no more tickets on this page',
      text: 'They have moved since the list was shown.',
      action: { label: 'Go to the first page', href: queueHref({ ...query, cursor: null }) },
    };
  }
  const { filter, sort } = query;
  const { view, q } = filter;
  if (q !== undefined && view !== 'all') {
    return {
      icon: 'search-x',
      title: 'No ticket matches',
      text: `Looked for “${shortened(q)}” in numbers and titles of the view “${viewLabels[view]}”.`,
      action: {
        label: 'Search in all tickets',
        href: queueHref({ ...plainQuery, filter: { view: 'all', q } }),
      },
    };
  }
  if (isNarrowed(filter)) {
    return {
      icon: 'search-x',
      title: 'No ticket matches',
      text: 'No ticket of this view meets all the filters.',
      action: { label: 'Remove all filters', href: queueHref({ filter: { view }, sort, cursor: null }) },
    };
  }
  if (view === 'all' && mayCreate) return { ...plain.all, action: { label: 'New ticket', href: '/tickets/new' } };
  return plain[view];
}
