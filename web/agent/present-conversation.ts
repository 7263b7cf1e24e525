import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { entryAnchor, entryHref } from './conversation-window.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { type Names, namesOf } from './names.ts';
import { ticketHref } from './present-queue.ts';

/** What every entry has: its anchor and its link. */
type Entry = Readonly<{ id: string; href: string; at: Date; text: LongText | null }>;

/** A message. The three voices look different: the reporter's, an agent's public reply, and an internal note (R3). */
export type Message = Entry &
  Readonly<{
    kind: 'message';
    voice: 'reporter' | 'agent' | 'note';
    author: string;
    face: string;
    solution: boolean;
    /** Whether it asks the reporter for an answer. */
    asks: boolean;
  }>;

/** Something that happened between the messages, as a thin line; its `text` is the reason given. */
export type Line = Entry & Readonly<{ kind: 'line'; sentence: string; reason: string | null; loud: boolean }>;

/** A part of the conversation, oldest first, the description apart, and the links to the other parts. */
export function presentConversation(loaded: LoadedTicket, translator: Translator) {
  const { ticket, list, window, conversation } = loaded;
  const names = namesOf(loaded, translator);
  const { events, earlier, later } = conversation;
  const items = events.flatMap((event) => {
    const sought = window.side === 'around' && window.sequence === event.sequence;
    const item = presentItem(event, {
      names,
      translator,
      href: entryHref(ticket.number, event.sequence, list.search),
      open: sought,
    });
    return item === null ? [] : [item];
  });
  const first = events[0]?.sequence ?? (window.side === 'after' ? window.sequence + 1 : 1);
  const last = events.at(-1)?.sequence ?? (window.side === 'before' ? window.sequence - 1 : 0);
  const to = (asked: Record<string, string>) => `${ticketHref(ticket.number, list.search, '', asked)}#conversation`;
  return {
    items,
    earlier: earlier ? to({ before: String(first) }) : null,
    later: later ? to({ after: String(last) }) : null,
    newest: later || (window.side !== 'newest' && items.length === 0) ? to({}) : null,
  };
}

/** The solution of the ticket, as long as it is resolved or closed by it. */
export function presentSolution(loaded: LoadedTicket, translator: Translator) {
  const { ticket, list, solution } = loaded;
  if (solution === null) return null;
  const href = entryHref(ticket.number, solution.sequence, list.search);
  return {
    author: namesOf(loaded, translator).actor(solution.actor),
    at: solution.occurredAt,
    text: longText(solution.text, { href, open: false }),
  };
}

function presentItem(
  event: AgentEvent,
  where: Readonly<{ names: Names; translator: Translator; href: string; open: boolean }>,
): Message | Line | null {
  const { fact, text: words, occurredAt: at } = event;
  const { names, translator } = where;
  const { t } = translator;
  const who = names.actor(event.actor);
  const entry = {
    id: entryAnchor(event.sequence),
    href: where.href,
    at,
    text: words === null ? null : longText(words, where),
  };
  const line = (sentence: string, more: Partial<Line> = {}) =>
    ({ ...entry, kind: 'line', sentence, reason: null, loud: false, ...more }) as const;
  switch (fact.type) {
    case 'comment_added': {
      const voice = fact.visibility === 'internal' ? 'note' : fact.side;
      const { solution, expectsAnswer: asks = false } = fact;
      return { ...entry, kind: 'message', voice, author: who, face: names.face(event.actor), solution, asks };
    }
    case 'status_changed':
      return line(
        t('agent.conversation.status_changed', {
          who,
          from: t(`ticket.status.${fact.from}`),
          to: t(`ticket.status.${fact.to}`),
        }),
        { reason: fact.reasonCode === null ? null : t(`ticket.cancel_reason.${fact.reasonCode}`) },
      );
    case 'assigned':
      return line(t(assignment(event.actor.id, fact.to), { who, assignee: names.person(fact.to) }));
    case 'resolution_answered':
      return line(t(`agent.conversation.said_${fact.answer}`, { who }), { loud: true });
    case 'withdrawal_requested':
      return line(t('agent.conversation.said_no_longer_needed', { who }), { loud: true });
    default:
      return null;
  }
}

/** How it is said that somebody assigned the ticket: to nobody, to themselves, or to somebody else. */
function assignment(actorId: string, to: string | null): MessageKey {
  if (to === null) return 'agent.conversation.given_back';
  return to === actorId ? 'agent.conversation.taken' : 'agent.conversation.assigned';
}
