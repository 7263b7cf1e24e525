import type { DeskEvent } from '../../src/db/reading/desk-ticket.ts';
import type { CancelReason } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { message, type Text } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { movementText } from '../page/movement-text.ts';

/** A line of the history: what happened, when, and the reason if one was given. */
export type HistoryLine = Readonly<{ id: string; sentence: Text; reason: Reason; at: Date }>;

/** Why something was done: the label of the chosen code, and the agent's text; null for what was not given. */
export type Reason = Readonly<{ code: MessageKey | null; text: LongText | null }>;

const cancelLabels: Readonly<Record<CancelReason, MessageKey | null>> = {
  duplicate: 'desk.cancel_reason.duplicate',
  not_reproducible: 'desk.cancel_reason.not_reproducible',
  withdrawn: 'desk.cancel_reason.withdrawn',
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
export function actorLabel({ t }: Translator, { actor, actorName, keyName }: DeskEvent, readerId: string): string {
  if (actor.id === readerId) return keyName === null ? t('desk.you') : t('desk.you_by_key', { key: keyName });
  return actorName ?? t('desk.support_team');
}

function lineOf(event: DeskEvent, readerId: string): Text | null {
  const { fact } = event;
  switch (fact.type) {
    case 'created':
      return creationLine(event, readerId);
    case 'assigned':
      if (fact.to === null) return 'desk.history.unassigned';
      if (event.assigneeName === null) return 'desk.history.assigned_to_agent';
      return message('desk.history.assigned', { name: event.assigneeName });
    case 'status_changed':
      return statusLine(fact);
    case 'resolution_answered':
      return fact.answer === 'solved' ? 'desk.history.you_said_solved' : 'desk.history.you_said_still_broken';
    case 'withdrawal_requested':
      return 'desk.history.you_withdrew';
    case 'asset_linked':
    case 'asset_unlinked':
    case 'movement_linked':
    case 'movement_unlinked':
      return linkLine(fact.type, (fact.type.endsWith('unlinked') ? event.former : event.text?.body) ?? null);
    case 'comment_added':
      return null;
  }
}

function creationLine({ actor, actorName, keyName }: DeskEvent, readerId: string): Text {
  if (actor.id !== readerId) {
    return message('desk.history.filed_for_you', { name: actorName ?? message('desk.support_team') });
  }
  return keyName === null ? 'desk.history.you_sent' : message('desk.history.sent_by_key', { key: keyName });
}

type Link = 'asset_linked' | 'asset_unlinked' | 'movement_linked' | 'movement_unlinked';

/** What was linked or unlinked, by the name that it had; null if that is gone. */
function linkLine(link: Link, name: string | null): Text {
  if (name === null) return `desk.history.some_${link}`;
  return message(`desk.history.${link}`, { asset: name, movement: movementText(name) });
}

function statusLine({ from, to }: Extract<DeskEvent['fact'], { type: 'status_changed' }>): MessageKey | null {
  switch (to) {
    case 'in_progress':
      return from === 'resolved' ? 'desk.history.reopened' : 'desk.status.in_progress';
    case 'resolved':
      return 'desk.history.resolved';
    case 'closed':
    case 'cancelled':
      return `desk.status.${to}`;
    case 'open':
      return null;
  }
}
