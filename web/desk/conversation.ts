import type { DeskEvent, DeskPart } from '../../src/db/reading/desk-ticket.ts';
import type { Translator } from '../../src/locales/translator.ts';
import type { PageContext } from '../http/context.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { actorLabel } from './history.ts';

/** How many messages one page shows. */
export const messagesShown = 50;

/** A message of the public conversation. `solution` marks the one that resolved the ticket. */
export type Message = Readonly<{
  id: string;
  href: string;
  /** The author's name; "You" for the reader's own messages. */
  author: string;
  name: string;
  mine: boolean;
  solution: boolean;
  /** Whether it asks the reporter for an answer. */
  asks: boolean;
  text: LongText;
  at: Date;
}>;

/** The part of the conversation to show: up to a message, and perhaps with one that is sought. */
export type Part = Readonly<{ until: number | null; sought: number | null }>;

/**
 * The part that the address asks for: the messages before or after one (`?before=`, `?after=`), or one and those around
 * it (`?at=`). Messages are counted from 1. An invalid address gets the newest.
 */
export function partIn(ctx: PageContext): Part {
  const { at, before, after } = ctx.query;
  const sought = placeIn(at);
  if (sought !== null) return { until: sought + messagesShown / 2, sought };
  const [first, last] = [placeIn(before), placeIn(after)];
  if (first !== null && first > 1) return { until: first - 1, sought: null };
  return { until: last === null ? null : last + messagesShown, sought: null };
}

function placeIn(text: unknown): number | null {
  return typeof text === 'string' && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** The messages of a part, oldest first, and the links to the other parts. */
export function presentConversation(
  { events, total }: DeskPart,
  { translator, ...about }: About & Readonly<{ translator: Translator }>,
) {
  const { path } = about;
  const messages = events.flatMap((event) => messageOf(translator, event, about) ?? []);
  const [first, last] = [events[0]?.place ?? 1, events.at(-1)?.place ?? total];
  return {
    messages,
    isNewest: last >= total,
    earlier: first > 1 ? `${path}?before=${first}#conversation` : null,
    later: last < total ? `${path}?after=${last}#conversation` : null,
    newest: last < total ? `${path}#latest` : null,
  };
}

type About = Readonly<{ path: string; readerId: string; sought: number | null }>;

function messageOf(translator: Translator, event: DeskEvent, { path, readerId, sought }: About): Message | null {
  const { fact, text: words, occurredAt, place } = event;
  // The query selects public events only; checking again costs nothing, and a note shown to a reporter would cost a lot
  // (R3).
  if (fact.type !== 'comment_added' || fact.visibility !== 'external' || words === null) return null;
  const id = `m-${place}`;
  const href = `${path}?at=${place}#${id}`;
  return {
    id,
    href,
    author: actorLabel(translator, event, readerId),
    name: event.actorName ?? translator.t('desk.support'),
    mine: event.actor.id === readerId,
    solution: fact.solution,
    asks: fact.expectsAnswer === true,
    text: longText(words, { href, open: place === sought }),
    at: occurredAt,
  };
}
