import type { DeskEvent } from '../../src/db/reading/desk-ticket.ts';
import type { CancelReason } from '../../src/domain/ticket.ts';
import { linkedLabels } from '../page/linked-labels.ts';

/** A line of the history: what happened, when, and perhaps the reason that was given. */
export type HistoryLine = Readonly<{ words: string; reason: string | null; at: Date }>;

const cancelWords: Readonly<Record<CancelReason, string | null>> = {
  duplicate: 'It is already handled in another ticket.',
  not_reproducible: 'We could not reproduce it.',
  withdrawn: 'It is no longer needed.',
  other: null,
};

/** What became of a reporter's ticket over time (R4, R24): status, who handles it, the reporter's own answers. */
export function historyOf(events: readonly DeskEvent[], readerId: string): HistoryLine[] {
  const labels = linkedLabels(events);
  return events.flatMap((event) => {
    const words = lineOf(event, readerId, labels);
    return words === null ? [] : [{ words, reason: reasonOf(event), at: event.occurredAt }];
  });
}

/** Why a ticket was cancelled or reopened, in the agent's words and those of the chosen code; null if nothing was given. */
export function reasonOf({ fact, words }: DeskEvent): string | null {
  if (fact.type !== 'status_changed') return null;
  const code = fact.reasonCode === null ? null : cancelWords[fact.reasonCode];
  return [code, words].filter((part) => part !== null).join('\n') || null;
}

/** Who did it, as the reporter knows them. */
export function actorWords({ actor, actorName, keyName }: DeskEvent, readerId: string): string {
  if (actor.id === readerId) return keyName === null ? 'You' : `You, by the key “${keyName}”`;
  return actorName ?? 'The support team';
}

function lineOf(event: DeskEvent, readerId: string, labels: ReadonlyMap<number, string>): string | null {
  const { fact } = event;
  switch (fact.type) {
    case 'created':
      if (event.actor.id !== readerId) return `${actorWords(event, readerId)} filed it for you`;
      return event.keyName === null ? 'You sent it' : `Sent in your name by the key “${event.keyName}”`;
    case 'assigned':
      return fact.to === null ? 'Back with the whole support team' : `${event.assigneeName ?? 'An agent'} handles it`;
    case 'status_changed':
      return statusLine(fact);
    case 'resolution_answered':
      return fact.answer === 'solved' ? 'You said that it is solved' : 'You said that it is still broken';
    case 'withdrawal_requested':
      return 'You said that you no longer need it';
    case 'asset_linked':
      return `It is about ${event.words ?? 'an asset'}`;
    case 'asset_unlinked':
      return `It is no longer about ${labels.get(event.sequence) ?? 'an asset'}`;
    case 'movement_linked':
      return `It is about a movement: ${event.words ?? ''}`;
    case 'movement_unlinked':
      return `It is no longer about a movement: ${labels.get(event.sequence) ?? ''}`;
    case 'comment_added':
      return null;
  }
}

function statusLine({ from, to }: Extract<DeskEvent['fact'], { type: 'status_changed' }>): string | null {
  switch (to) {
    case 'in_progress':
      return from === 'resolved' ? 'Opened again' : 'Being worked on';
    case 'resolved':
      return 'A solution was proposed';
    case 'closed':
      return 'Closed';
    case 'cancelled':
      return 'Cancelled';
    case 'open':
      return null;
  }
}
