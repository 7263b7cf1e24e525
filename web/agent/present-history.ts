import type { AgentEvent } from '../../src/db/reading/agent-events.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { MessageKey } from '../../src/locales/catalogue.ts';
import { type Message, message } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { type LongText, longText } from '../page/long-text.ts';
import { movementText } from '../page/movement-text.ts';
import { type Known, type Names, namesOf } from './names.ts';
import { ticketHref } from './present-queue.ts';

/**
 * One line of the history: who did what, when, from what to what (R4). `what` is a text with tags; `text` is folded
 * until asked for.
 */
export type HistoryEntry = Readonly<{
  id: string;
  at: Date;
  /** Set if the event was recorded noticeably later than it happened. */
  recordedAt: Date | null;
  what: Message;
  from: string | null;
  to: string | null;
  text: LongText | null;
  agentsOnly: boolean;
}>;

type What = Pick<HistoryEntry, 'what'> & Partial<Pick<HistoryEntry, 'from' | 'to'> & { hasText: boolean }>;

/** Events as lines of the agents' history. */
export function presentHistory(
  ticket: Ticket,
  events: readonly AgentEvent[],
  { known, translator }: Readonly<{ known: Known; translator: Translator }>,
): HistoryEntry[] {
  const names = namesOf(known, translator);
  return events.map((event) => {
    const { sequence, occurredAt, recordedAt, text: words } = event;
    const { hasText = false, ...what } = presentFact(event, { names, ticket, translator });
    const late = recordedAt.getTime() - occurredAt.getTime() > 60_000;
    return {
      id: `h-${sequence}`,
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

function presentFact(
  { fact, title, former, text: words, actor }: AgentEvent,
  { names, ticket, translator: { t } }: Readonly<{ names: Names; ticket: Ticket; translator: Translator }>,
): What {
  const who = names.actor(actor);
  switch (fact.type) {
    case 'created': {
      const filed = { who, type: fact.ticketType, channel: message(`ticket.channel.${fact.channel}`) };
      return {
        what:
          actor.id === ticket.reporterId
            ? message('agent.history.created', filed)
            : message('agent.history.created_for', { ...filed, reporter: names.person(ticket.reporterId) }),
        to: title,
        // The description is at the top of the page, unless it has been edited since.
        hasText: fact.description.id !== ticket.descriptionTextId,
      };
    }
    case 'status_changed':
      return {
        what:
          fact.reasonCode === null
            ? message('agent.history.status_changed', { who })
            : message('agent.history.status_changed_because', {
                who,
                reason: message(`ticket.cancel_reason.${fact.reasonCode}`),
              }),
        from: t(`ticket.status.${fact.from}`),
        to: t(`ticket.status.${fact.to}`),
        hasText: true,
      };
    case 'assigned':
      return {
        what: message('agent.history.assigned', { who }),
        from: names.person(fact.from),
        to: names.person(fact.to),
      };
    case 'comment_added':
      return { what: message(commentKey(fact), { who }) };
    case 'title_edited':
      return { what: message('agent.history.title_edited', { who }), from: former, to: title };
    case 'description_edited':
      return { what: message('agent.history.description_edited', { who }), hasText: true };
    case 'type_edited':
      return {
        what: message('agent.history.type_edited', { who }),
        from: t(`ticket.type.${fact.from}`),
        to: t(`ticket.type.${fact.to}`),
      };
    case 'priority_edited':
      return {
        what: message('agent.history.priority_edited', { who }),
        from: t(`ticket.priority.${fact.from}`),
        to: t(`ticket.priority.${fact.to}`),
      };
    case 'resolution_answered':
      return { what: message(`agent.history.said_${fact.answer}`, { who }) };
    case 'withdrawal_requested':
      return { what: message('agent.history.said_no_longer_needed', { who }) };
    case 'asset_linked':
      return { what: message(`agent.history.${fact.type}`, { who }), to: words?.body ?? null };
    case 'movement_linked':
      return { what: message('agent.history.movement_linked', { who }), to: words && t(movementText(words.body)) };
    case 'asset_unlinked':
      return { what: message(`agent.history.${fact.type}`, { who }), from: former };
    case 'movement_unlinked':
      return {
        what: message('agent.history.movement_unlinked', { who }),
        from: former === null ? null : t(movementText(former)),
      };
    case 'command_refused':
      return { what: message('agent.history.command_refused', { who, asked: fact.asked, code: fact.code }) };
    case 'workflow_restarted':
      return { what: message('agent.history.workflow_restarted', { who }) };
  }
}

function commentKey(fact: Extract<AgentEvent['fact'], { type: 'comment_added' }>): MessageKey {
  if (fact.visibility === 'internal') return 'agent.history.note';
  if (fact.solution) return 'agent.history.solution';
  if (fact.expectsAnswer === true) return 'agent.history.asked';
  return fact.side === 'reporter' ? 'agent.history.reporter_wrote' : 'agent.history.replied';
}
