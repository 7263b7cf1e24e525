import { isNarrowed } from '../../src/domain/filter/ticket-filter.ts';
import type { QueueView } from '../../src/domain/filter/views.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { type Message, message, type Text } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { shortened } from './present-filter.ts';
import { plainQuery, queueHref, type QueueQuery } from './queue-query.ts';

type Step = Readonly<{ label: MessageKey; href: string }>;

type Said = Readonly<{ icon: string; title: MessageKey; text?: Text; action?: Step }>;

const seeActive: Step = { label: 'agent.empty.see_active', href: '/tickets' };

const plain: Readonly<Record<QueueView, Said>> = {
  mine: {
    icon: 'coffee',
    title: 'agent.empty.mine',
    action: { label: 'agent.empty.see_unassigned', href: '/tickets?view=unassigned' },
  },
  unassigned: { icon: 'circle-check', title: 'agent.empty.unassigned', action: seeActive },
  active: {
    icon: 'circle-check',
    title: 'agent.empty.active',
    text: 'agent.empty.active_text',
    action: { label: 'agent.empty.see_all', href: '/tickets?view=all' },
  },
  open: { icon: 'inbox', title: 'agent.empty.open', action: seeActive },
  in_progress: { icon: 'inbox', title: 'agent.empty.in_progress', action: seeActive },
  waiting: { icon: 'circle-check', title: 'agent.empty.waiting', action: seeActive },
  resolved: { icon: 'inbox', title: 'agent.empty.resolved', action: seeActive },
  closed: { icon: 'archive', title: 'agent.empty.closed', action: seeActive },
  cancelled: { icon: 'archive', title: 'agent.empty.cancelled', action: seeActive },
  all: { icon: 'inbox', title: 'agent.empty.all', text: 'agent.empty.all_text' },
};

/** What an empty list says, and the next step. */
export type Empty = Readonly<{
  icon: string;
  title: string;
  text?: string;
  action?: Readonly<{ label: string; href: string }>;
}>;

/** The message for an empty list: a page past the end, nothing that matches, or nothing there at all. */
export function presentEmpty(
  query: QueueQuery,
  { mayCreate, translator: { t } }: Readonly<{ mayCreate: boolean; translator: Translator }>,
): Empty {
  const { icon, title, text, action } = whatToSay(query, mayCreate);
  return {
    icon,
    title: t(title),
    ...(text === undefined ? {} : { text: t(text) }),
    ...(action === undefined ? {} : { action: { label: t(action.label), href: action.href } }),
  };
}

function whatToSay(query: QueueQuery, mayCreate: boolean): Said {
  if (query.cursor !== null) {
    return {
      icon: 'inbox',
      title: 'agent.empty.past_end',
      text: 'agent.empty.past_end_text',
      action: { label: 'agent.empty.first_page', href: queueHref({ ...query, cursor: null }) },
    };
  }
  const { filter, sort } = query;
  const { view, q } = filter;
  if (q !== undefined && view !== 'all') {
    return {
      icon: 'search-x',
      title: 'agent.empty.no_match',
      text: noMatch(q, view),
      action: {
        label: 'agent.empty.search_all',
        href: queueHref({ ...plainQuery, filter: { view: 'all', q } }),
      },
    };
  }
  if (isNarrowed(filter)) {
    return {
      icon: 'search-x',
      title: 'agent.empty.no_match',
      text: 'agent.empty.no_match_filters',
      action: {
        label: 'agent.queue.remove_all_filters',
        href: queueHref({ filter: { view }, sort, cursor: null }),
      },
    };
  }
  if (view === 'all' && mayCreate)
    return { ...plain.all, action: { label: 'agent.queue.new_ticket', href: '/tickets/new' } };
  return plain[view];
}

function noMatch(q: string, view: QueueView): Message {
  return message('agent.empty.no_match_words', { q: shortened(q), view: message(`agent.view.${view}`) });
}
