import type { DeskEvent } from '../../src/db/reading/desk-ticket.ts';
import { actorWords } from './history.ts';

/** A message of the public conversation. `solution` marks the one that was sent with resolving. */
export type Message = Readonly<{
  /** As the reader knows them: "You" for the reader's own messages. */
  author: string;
  name: string;
  mine: boolean;
  solution: boolean;
  body: string;
  at: Date;
}>;

/** The messages between reporter and agents, from old to new. */
export function conversationOf(events: readonly DeskEvent[], readerId: string): Message[] {
  return events.flatMap((event) => {
    const { fact, words, occurredAt } = event;
    // The query asks for public events only; a second look costs nothing, a note shown to a reporter a lot (R3).
    if (fact.type !== 'comment_added' || fact.visibility !== 'external' || words === null) return [];
    return [
      {
        author: actorWords(event, readerId),
        name: event.actorName ?? 'Support',
        mine: event.actor.id === readerId,
        solution: fact.solution,
        body: words,
        at: occurredAt,
      },
    ];
  });
}

/** The solution that is proposed now: the newest one, as long as the ticket has not been opened again since. */
export function proposedSolution(events: readonly DeskEvent[]): string | null {
  const reopened = events.findLastIndex(
    ({ fact }) => fact.type === 'status_changed' && fact.from === 'resolved' && fact.to === 'in_progress',
  );
  const solution = events.findLast(
    ({ fact }, index) => index > reopened && fact.type === 'comment_added' && fact.solution,
  );
  return solution?.words ?? null;
}
