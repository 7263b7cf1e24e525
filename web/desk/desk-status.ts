import type { MessageKey } from '../../src/locales/catalogue.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** What a reporter's status label depends on: nothing that an internal note could change (R3). */
export type DeskState = Readonly<
  Pick<Ticket, 'status' | 'waitingFor' | 'resolutionAnswer' | 'lastPublicSide'> & { hasPublicReply: boolean }
>;

/** `waiting` needs the reporter, `done` needs nobody any more. */
export type DeskTone = 'received' | 'working' | 'waiting' | 'done' | 'cancelled';

export type DeskStatus = Readonly<{ label: MessageKey; tone: DeskTone }>;

/** A ticket's status as reporters see it (R24): it waits for the reporter only while something is unanswered. */
export function deskStatus(state: DeskState): DeskStatus {
  if (state.status === 'closed') return { label: 'desk.status.closed', tone: 'done' };
  if (state.status === 'cancelled') return { label: 'desk.status.cancelled', tone: 'cancelled' };
  if (state.waitingFor === 'reporter') return { label: askingLabel(state), tone: 'waiting' };
  if (state.status === 'resolved' || hasAnswered(state))
    return { label: 'desk.status.with_support_team', tone: 'working' };
  return state.status === 'open'
    ? { label: 'desk.status.open', tone: 'received' }
    : { label: 'desk.status.in_progress', tone: 'working' };
}

/** The status of a ticket as its reporter sees it. */
export function deskStatusOf(ticket: Ticket): DeskStatus {
  return deskStatus({ ...ticket, hasPublicReply: ticket.firstPublicReplyAt !== null });
}

function askingLabel({ status, resolutionAnswer }: DeskState): MessageKey {
  return status === 'resolved' && resolutionAnswer === null
    ? 'desk.status.please_confirm'
    : 'desk.status.waiting_for_you';
}

function hasAnswered({ hasPublicReply, lastPublicSide }: DeskState): boolean {
  return hasPublicReply && lastPublicSide === 'reporter';
}
