import type { DeskEvent } from '../../src/db/reading/desk-ticket.ts';
import type { CancelReason } from '../../src/domain/ticket.ts';
import { type LongText, longText } from '../page/long-text.ts';

/** A line of the history: what happened, when, and the reason if one was given. */
export type HistoryLine = Readonly<{ id: string; sentence: string; reason: Reason; at: Date }>;

/** Why something was done: the label of the chosen code, and the agent's text; null for what was not given. */
export type Reason = Readonly<{ code: string | null; text: LongText | null }>;

const cancelLabels: Readonly<Record<CancelReason, string | null>> = {
  duplicate: 'It is already handled in another ticket.',
  not_reproducible: 'We could not reproduce it.',
  withdrawn: 'It is no longer needed.',
  other: null,
};

/** The history of a reporter's ticket (R4, R24): its statuses, who handles it, the reporter's own answers. */
export function historyOf(
  events: readonly DeskEvent[],
  { path, readerId }: Readonly<{ path: string; readerId: string }>,
): HistoryLine[] {
  return events.flatMap((event) => {
    const sentence = lineOf(event, readerId);
    if (sentence === null) return [];
    const reason = reasonOf(event, historyHref(path, event.place));
    return [{ id: `h-${event.place}`, sentence, reason, at: event.occurredAt }];
  });
}

/** The page of the history that ends with an entry and shows its text in full. */
export function historyHref(path: string, until: number | null): string {
  return until === null ? `${path}/history` : `${path}/history?until=${until}#h-${until}`;
}

/** Why a ticket was cancelled or reopened: the agent's text and the label of the chosen code. */
export function reasonOf({ fact, text: words }: DeskEvent, href: string): Reason {
  if (fact.type !== 'status_changed') return { code: null, text: null };
  return {
    code: fact.reasonCode === null ? null : cancelLabels[fact.reasonCode],
    text: words === null ? null : longText(words, { href, open: false }),
  };
}

/** The name of whoever did it; "You" for the reader. */
export function actorLabel({ actor, actorName, keyName }: DeskEvent, readerId: string): string {
  if (actor.id === readerId) return keyName === null ? 'You' : `You, by the key “${keyName}”`;
  return actorName ?? 'The support team';
}

function lineOf(event: DeskEvent, readerId: string): string | null {
  const { fact } = event;
  switch (fact.type) {
    case 'created':
      if (event.actor.id !== readerId) return `${actorLabel(event, readerId)} filed it for you`;
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
      return `It is about ${event.text?.body ?? 'an asset'}`;
    case 'asset_unlinked':
      return `It is no longer about ${event.former ?? 'an asset'}`;
    case 'movement_linked':
      return `It is about a movement: ${event.text?.body ?? ''}`;
    case 'movement_unlinked':
      return `It is no longer about a movement: ${event.former ?? ''}`;
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
