import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import { statusLabel } from '../../src/domain/status.ts';
import { priorityLabel, type Ticket, typeLabel } from '../../src/domain/ticket.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { type Known, type Names, namesOf } from './names.ts';
import { ticketHref } from './present-queue.ts';
import { cancelReasonLabels, channelLabels } from './labels.ts';

/** One line of the history: who, when, what, from what to what (R4). `text` is folded until asked for. */
export type HistoryEntry = Readonly<{
  id: string;
  who: string;
  at: Date;
  /** Set if the event was recorded noticeably later than it happened. */
  recordedAt: Date | null;
  what: string;
  from: string | null;
  to: string | null;
  text: LongText | null;
  agentsOnly: boolean;
}>;

type What = Pick<HistoryEntry, 'what'> & Partial<Pick<HistoryEntry, 'from' | 'to'> & { hasText: boolean }>;

/** Events as lines of the agents' history. */
export function presentHistory(ticket: Ticket, events: readonly AgentEvent[], known: Known): HistoryEntry[] {
  const names = namesOf(known);
  return events.map((event) => {
    const { sequence, occurredAt, recordedAt, text: words } = event;
    const { hasText = false, ...what } = presentFact(event, names, ticket);
    const late = recordedAt.getTime() - occurredAt.getTime() > 60_000;
    return {
      id: `h-${sequence}`,
      who: names.actor(event.actor),
      at: occurredAt,
      recordedAt: late ? recordedAt : null,
      from: null,
      to: null,
      text:
        hasText && words !== null ? longText(words, { href: historyHref(ticket.number, sequence), open: false }) : null,
      agentsOnly: event.audience === 'agents',
      ...what,
    };
  });
}

/** The page of the history that begins with an entry and shows its text in full. */
function historyHref(number: string, sequence: number): string {
  return `${ticketHref(number, '', '/history', { before: String(sequence + 1) })}#h-${sequence}`;
}

function presentFact({ fact, title, former, text: words, actor }: AgentEvent, names: Names, ticket: Ticket): What {
  switch (fact.type) {
    case 'created': {
      const forWhom = actor.id === ticket.reporterId ? '' : ` for ${names.person(ticket.reporterId)}`;
      const type = typeLabel(fact.ticketType).toLowerCase();
      return {
        what: `filed the ${type}${forWhom} through ${channelLabels[fact.channel]}`,
        to: title,
        // The description is at the top of the page, unless it has been edited since.
        hasText: fact.description.id !== ticket.descriptionTextId,
      };
    }
    case 'status_changed':
      return {
        what:
          fact.reasonCode === null
            ? 'changed the status'
            : `changed the status (${cancelReasonLabels[fact.reasonCode].toLowerCase()})`,
        from: statusLabel(fact.from),
        to: statusLabel(fact.to),
        hasText: true,
      };
    case 'assigned':
      return { what: 'changed the assignee', from: names.person(fact.from), to: names.person(fact.to) };
    case 'comment_added':
      return { what: commentLabel(fact) };
    case 'title_edited':
      return { what: 'changed the title', from: former, to: title };
    case 'description_edited':
      return { what: 'changed the description', hasText: true };
    case 'type_edited':
      return { what: 'changed the type', from: typeLabel(fact.from), to: typeLabel(fact.to) };
    case 'priority_edited':
      return { what: 'changed the priority', from: priorityLabel(fact.from), to: priorityLabel(fact.to) };
    case 'resolution_answered':
      return { what: fact.answer === 'solved' ? 'said “It is solved”' : 'said “Still broken”' };
    case 'withdrawal_requested':
      return { what: 'said “I no longer need this”' };
    case 'asset_linked':
      return { what: 'linked the asset', to: words?.body ?? null };
    case 'asset_unlinked':
      return { what: 'removed the asset', from: former };
    case 'movement_linked':
      return { what: 'linked the movement', to: words?.body ?? null };
    case 'movement_unlinked':
      return { what: 'removed the movement', from: former };
    case 'command_refused':
      return { what: `asked for ${fact.asked} and was refused (${fact.code})` };
    case 'workflow_restarted':
      return { what: 'restarted the ticket’s workflow, which could not go on; nothing was lost' };
  }
}

function commentLabel(fact: Extract<AgentEvent['fact'], { type: 'comment_added' }>): string {
  if (fact.visibility === 'internal') return 'wrote an internal note';
  if (fact.solution) return 'replied with the solution';
  return fact.side === 'reporter' ? 'wrote as the reporter' : 'replied';
}
