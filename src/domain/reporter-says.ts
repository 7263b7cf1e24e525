import type { Ticket } from './ticket.ts';

/** What a reporter says of a ticket that its status does not: agents read it in place of the status (R7). */
export type ReporterSays = 'still_broken' | 'no_longer_needed';

/** What the reporter says of the ticket now, or null. */
export function reporterSays(
  ticket: Pick<Ticket, 'status' | 'resolutionAnswer'> & Readonly<{ withdrawalRequestedAt: string | Date | null }>,
): ReporterSays | null {
  const { status, resolutionAnswer, withdrawalRequestedAt } = ticket;
  if (status === 'resolved') return resolutionAnswer === 'still_broken' ? 'still_broken' : null;
  const active = status === 'open' || status === 'in_progress';
  return active && withdrawalRequestedAt !== null ? 'no_longer_needed' : null;
}
