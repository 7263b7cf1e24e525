import type { AnsweredTicket } from '../../src/db/reading/mail-link-ticket.ts';
import { isFinal } from '../../src/domain/status.ts';

/** How long the answer buttons of a mail work, in days after the resolution. */
export const answerDays = 30;

/**
 * The state of a ticket, seen from the resolution that a mail was about: the answer is still open, or the ticket was
 * reopened, resolved anew, or finished since. An `expired` link reveals nothing about the ticket.
 */
export type Standing = 'asked' | 'reopened' | 'resolved_anew' | 'finished' | 'expired';

/** The `Standing` at `now`. */
export function standingOf(
  { status, overtaken }: Pick<AnsweredTicket, 'status' | 'overtaken'>,
  resolvedAt: Date,
  now: Date,
): Standing {
  if (now.getTime() >= resolvedAt.getTime() + answerDays * 86_400_000) return 'expired';
  if (!overtaken) return 'asked';
  if (isFinal(status)) return 'finished';
  return status === 'resolved' ? 'resolved_anew' : 'reopened';
}
