import type { DeskEvent, DeskPart, DeskTicket } from '../../src/db/reading/desk-ticket.ts';
import { wholeText } from '../../src/db/reading/event-texts.ts';
import type { Solution } from '../../src/db/reading/solution.ts';
import { allowedCommands } from '../../src/domain/allowed-commands.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { message, type Message } from '../../src/locales/message.ts';
import type { Translator } from '../../src/locales/translator.ts';
import { longText } from '../page/long-text.ts';
import { presentConversation } from './conversation.ts';
import { historyHref, historyOf, reasonOf } from './history.ts';
import { plainType, typeIcon } from './present-list.ts';
import { progressOf } from './progress.ts';
import { deskStatusOf } from './desk-status.ts';

/** What the desk's ticket page shows. */
export type TicketModel = ReturnType<typeof ticketModel>;

/** What is loaded with a ticket: of whatever grows with it the newest, or the part that was asked for. */
export type DeskLoad = Readonly<{
  messages: DeskPart;
  /** The message that the address asks for. */
  sought: number | null;
  happenings: DeskPart;
  milestones: readonly DeskEvent[];
  solution: Solution | null;
}>;

/** A reporter's view of a ticket: only what is public, and only what its reporter can do now. */
export function ticketModel(translator: Translator, found: DeskTicket, loaded: DeskLoad) {
  const { ticket, description, assigneeName, followUpOf } = found;
  const { number, title, status, reporterId } = ticket;
  const { messages, sought, happenings, milestones, solution } = loaded;
  const path = `/desk/${number}`;
  const begun = milestones.find(({ fact }) => fact.type === 'created');
  const turn = milestones.findLast(({ fact }) => fact.type === 'status_changed');
  return {
    number,
    title,
    href: path,
    type: plainType(ticket.type),
    typeIcon: typeIcon(ticket.type),
    status: deskStatusOf(ticket),
    steps: progressOf(status, milestones),
    handledBy: assigneeName,
    description: longText(wholeText(description), { href: path, open: false }),
    createdAt: ticket.createdAt,
    filedBy: begun === undefined || begun.actor.id === reporterId ? null : begun.actorName,
    followUpOf: followUpOf && { ...followUpOf, href: `/desk/${followUpOf.number}` },
    conversation: presentConversation(messages, { translator, path, readerId: reporterId, sought }),
    history: historyOf(happenings.events, { path, readerId: reporterId }),
    allHistoryHref: happenings.total > happenings.events.length ? historyHref(path, null) : null,
    solution: solution === null ? null : longText(solution.text, { href: path, open: false }),
    resolved: status === 'resolved',
    resolvedAt: ticket.resolvedAt,
    finished: isFinal(status),
    cancelled: status === 'cancelled',
    turned:
      turn !== undefined && (status === 'cancelled' || isReopening(turn))
        ? { reason: reasonOf(turn, historyHref(path, null)) }
        : null,
    happensNext: happensNext(ticket),
    can: whatReporterCan(ticket),
  };
}

/** What happens after the reporter's last answer (R7); null if there was none. */
function happensNext({ number, status, resolutionAnswer, withdrawalRequestedAt }: Ticket): Message | null {
  if (status === 'resolved' && resolutionAnswer === 'solved') return message('desk.ticket.will_be_closed', { number });
  if (status === 'resolved' && resolutionAnswer === 'still_broken') {
    return message('desk.ticket.will_be_looked_at', { number });
  }
  if (!isFinal(status) && status !== 'resolved' && withdrawalRequestedAt !== null) {
    return message('desk.ticket.will_be_cancelled', { number });
  }
  return null;
}

/** The buttons. An agent who opens their own ticket in the desk is just its reporter there. */
function whatReporterCan(ticket: Ticket) {
  const offers = allowedCommands(ticket, { kind: 'user', id: ticket.reporterId, permissions: [] });
  return {
    reply: offers.includes('reply'),
    saySolved: offers.includes('confirm_solved'),
    sayStillBroken: offers.includes('say_still_broken'),
    withdraw: offers.includes('request_withdrawal'),
  };
}

function isReopening({ fact }: DeskEvent): boolean {
  return fact.type === 'status_changed' && fact.from === 'resolved' && fact.to === 'in_progress';
}
