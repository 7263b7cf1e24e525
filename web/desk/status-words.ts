import type { Ticket } from '../../src/domain/ticket.ts';

/** What the words for a reporter are made of: nothing that an internal note could change (R3). */
export type DeskState = Readonly<
  Pick<Ticket, 'status' | 'waitingFor' | 'resolutionAnswer' | 'lastPublicSide'> & { hasPublicReply: boolean }
>;

/** `waiting` asks the reporter for something, `done` needs nobody any more. */
export type DeskTone = 'received' | 'working' | 'waiting' | 'done' | 'cancelled';

export type DeskStatus = Readonly<{ words: string; tone: DeskTone }>;

/** Where a ticket stands in a reporter's words (R24): waiting for the reporter only while something is unanswered. */
export function deskStatus(state: DeskState): DeskStatus {
  if (state.status === 'closed') return { words: 'Closed', tone: 'done' };
  if (state.status === 'cancelled') return { words: 'Cancelled', tone: 'cancelled' };
  if (state.waitingFor === 'reporter') return { words: askingWords(state), tone: 'waiting' };
  if (state.status === 'resolved' || hasAnswered(state)) return { words: 'With the support team', tone: 'working' };
  return state.status === 'open'
    ? { words: 'Received', tone: 'received' }
    : { words: 'Being worked on', tone: 'working' };
}

/** The same from a ticket. */
export function deskStatusOf(ticket: Ticket): DeskStatus {
  return deskStatus({ ...ticket, hasPublicReply: ticket.firstPublicReplyAt !== null });
}

function askingWords({ status, resolutionAnswer }: DeskState): string {
  return status === 'resolved' && resolutionAnswer === null ? 'Solved? Please confirm' : 'Waiting for you';
}

function hasAnswered({ hasPublicReply, lastPublicSide }: DeskState): boolean {
  return hasPublicReply && lastPublicSide === 'reporter';
}
