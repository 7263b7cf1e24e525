import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import { statusLabel } from '../../src/domain/status.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { entryAnchor, entryHref } from './conversation-window.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { type Names, namesOf } from './names.ts';
import { ticketHref } from './present-queue.ts';
import { cancelReasonLabels } from './labels.ts';

/** What every entry has: its anchor, its link and, if it is the first entry of a command, the anchor of that command. */
type Entry = Readonly<{ id: string; href: string; version: string | null; at: Date; text: LongText | null }>;

/** A message. The three voices look different: the reporter's, an agent's public reply, and an internal note (R3). */
export type Message = Entry &
  Readonly<{
    kind: 'message';
    voice: 'reporter' | 'agent' | 'note';
    author: string;
    face: string;
    solution: boolean;
  }>;

/** Something that happened between the messages, as a thin line; its `text` is the reason given. */
export type Line = Entry & Readonly<{ kind: 'line'; sentence: string; reason: string | null; loud: boolean }>;

/** A part of the conversation, oldest first, the description apart, and the links to the other parts. */
export function presentConversation(loaded: LoadedTicket) {
  const { ticket, list, window, conversation } = loaded;
  const names = namesOf(loaded);
  const { events, earlier, later } = conversation;
  const versions = new Set<number>();
  const items = events.flatMap((event) => {
    const sought = window.side === 'around' && window.sequence === event.sequence;
    const item = presentItem(event, names, {
      href: entryHref(ticket.number, event.sequence, list.search),
      open: sought,
    });
    // The first item of a command carries its version: the page scrolls there after sending.
    const version = versions.has(event.version) ? null : `v${event.version}`;
    versions.add(event.version);
    return item === null ? [] : [{ ...item, version }];
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
export function presentSolution(loaded: LoadedTicket) {
  const { ticket, list, solution } = loaded;
  if (solution === null) return null;
  const href = entryHref(ticket.number, solution.sequence, list.search);
  return {
    author: namesOf(loaded).actor(solution.actor),
    at: solution.occurredAt,
    text: longText(solution.text, { href, open: false }),
  };
}

type Shown<Item> = Item extends Entry ? Omit<Item, 'version'> : never;

function presentItem(
  event: AgentEvent,
  names: Names,
  where: Readonly<{ href: string; open: boolean }>,
): Shown<Message | Line> | null {
  const { fact, text: words, occurredAt: at } = event;
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
      return { ...entry, kind: 'message', voice, author: who, face: names.face(event.actor), solution: fact.solution };
    }
    case 'status_changed':
      return line(`${who}: ${statusLabel(fact.from)} to ${statusLabel(fact.to)}`, {
        reason: fact.reasonCode === null ? null : cancelReasonLabels[fact.reasonCode],
      });
    case 'assigned':
      return line(assignment(event.actor.id, who, fact, names));
    case 'resolution_answered':
      return line(fact.answer === 'solved' ? `${who}: “It is solved”` : `${who}: “Still broken”`, { loud: true });
    case 'withdrawal_requested':
      return line(`${who}: “I no longer need this”`, { loud: true });
    default:
      return null;
  }
}

/** A sentence about who assigned the ticket to whom. */
function assignment(
  actorId: string,
  who: string,
  to: { from: string | null; to: string | null },
  names: Names,
): string {
  if (to.to === null) return `${who} gave it back to the queue`;
  if (to.to === actorId) return `${who} took it`;
  return `${who} assigned it to ${names.person(to.to)}`;
}
