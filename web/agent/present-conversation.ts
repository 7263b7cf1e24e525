import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import { statusWords } from '../../src/domain/status.ts';
import type { LoadedTicket } from './load-ticket.ts';
import { type Names, namesOf } from './names.ts';
import { type TextPart, textParts } from './text-parts.ts';
import { cancelReasonWords } from './words.ts';

/** Somebody's words. The three voices look different: the reporter's, an agent's public reply, an internal note (R3). */
export type Message = Readonly<{
  kind: 'message';
  id: string;
  voice: 'reporter' | 'agent' | 'note';
  author: string;
  face: string;
  at: Date;
  parts: readonly TextPart[];
  solution: boolean;
}>;

/** Something that happened between the messages, as a thin line; `parts` are the words of a reason. */
export type Line = Readonly<{
  kind: 'line';
  id: string;
  text: string;
  at: Date;
  reason: string | null;
  parts: readonly TextPart[];
  loud: boolean;
}>;

/** The conversation from old to new, its description apart. */
export function presentConversation(loaded: LoadedTicket): (Message | Line)[] {
  const names = namesOf(loaded);
  const items = loaded.events.flatMap((event) => presentItem(event, names) ?? []);
  const seen = new Set<string>();
  // The first item of a command carries its version as its anchor: that is where one arrives after sending.
  return items.map((item, index) => {
    const id = seen.has(item.id) ? `${item.id}-${index}` : item.id;
    seen.add(item.id);
    return { ...item, id };
  });
}

/** The solution that the ticket was resolved with, while that is how it stands. */
export function presentSolution(loaded: LoadedTicket): Message | null {
  const { ticket, events } = loaded;
  if (ticket.status !== 'resolved' && ticket.status !== 'closed') return null;
  const resolved = events.findLast(({ fact }) => fact.type === 'status_changed' && fact.to === 'resolved');
  const event = events.findLast(
    ({ fact, version }) => fact.type === 'comment_added' && fact.solution && version === resolved?.version,
  );
  if (event === undefined) return null;
  const item = presentItem(event, namesOf(loaded));
  return item?.kind === 'message' ? item : null;
}

/** The last event of the public conversation: a reply tells with it what its author had read. */
export function lastPublicSequence(events: readonly AgentEvent[]): number {
  return events.findLast((event) => event.audience === 'public')?.sequence ?? 0;
}

function presentItem(event: AgentEvent, names: Names): Message | Line | null {
  const { fact, words, occurredAt: at } = event;
  const id = `v${event.version}`;
  const who = names.actor(event.actor);
  const line = (text: string, more: Partial<Line> = {}): Line => ({
    kind: 'line',
    id,
    text,
    at,
    reason: null,
    parts: [],
    loud: false,
    ...more,
  });
  switch (fact.type) {
    case 'comment_added': {
      const voice = fact.visibility === 'internal' ? 'note' : fact.side;
      return {
        kind: 'message',
        id,
        voice,
        author: who,
        face: names.face(event.actor),
        at,
        parts: textParts(words ?? ''),
        solution: fact.solution,
      };
    }
    case 'status_changed':
      return line(`${who}: ${statusWords(fact.from)} to ${statusWords(fact.to)}`, {
        reason: fact.reasonCode === null ? null : cancelReasonWords[fact.reasonCode],
        parts: textParts(words ?? ''),
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

/** Who gave the ticket to whom, in words. */
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
