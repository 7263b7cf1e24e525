import type { Ticket } from '../../src/domain/ticket.ts';

/** What a reporter's status label depends on: nothing that an internal note could change (R3). */
export type DeskState = Readonly<
  Pick<Ticket, 'status' | 'waitingFor' | 'resolutionAnswer' | 'lastPublicSide'> & { hasPublicReply: boolean }
>;

/** `waiting` needs the reporter, `done` needs nobody any more. */
export type DeskTone = 'received' | 'working' | 'waiting' | 'done' | 'cancelled';

export type DeskStatus = Readonly<{ label: string; tone: DeskTone }>;

/** A ticket's status as reporters see it (R24): it waits for the reporter only while something is unanswered. */
export function deskStatus(state: DeskState): DeskStatus {
  if (state.status === 'closed') return { label: 'Closed', tone: 'done' };
  if (state.status === 'cancelled') return { label: 'Cancelled', tone: 'cancelled' };
  if (state.waitingFor === 'reporter') return { label: askingLabel(state), tone: 'waiting' };
  if (state.status === 'resolved' || hasAnswered(state)) return { label: 'With the support team', tone: 'working' };
  return state.status === 'open'
    ? { label: 'Received', tone: 'received' }
    : { label: 'Being worked on', tone: 'working' };
}

/** The status of a ticket as its reporter sees it. */
export function deskStatusOf(ticket: Ticket): DeskStatus {
  return deskStatus({ ...ticket, hasPublicReply: ticket.firstPublicReplyAt !== null });
}

function askingLabel({ status, resolutionAnswer }: DeskState): string {
  return status === 'resolved' && resolutionAnswer === null ? 'Solved? Please confirm' : 'Waiting for you';
}

function hasAnswered({ hasPublicReply, lastPublicSide }: DeskState): boolean {
  return hasPublicReply && lastPublicSide === 'reporter';
}
