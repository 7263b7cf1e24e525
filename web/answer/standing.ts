import type { AnsweredTicket } from '../../src/db/reading/mail-link-ticket.ts';
import { isFinal } from '../../src/domain/status.ts';

/** How long the answer buttons of a mail are good, in days after the resolution. */
export const answerDays = 30;

/**
 * How a ticket stands to the resolution that a mail was about: its answer is still asked for, or the ticket was opened
 * again, resolved anew, or finished since. An `expired` link tells nothing of the ticket, however it stands.
 */
export type Standing = 'asked' | 'reopened' | 'resolved_anew' | 'finished' | 'expired';

/** See `Standing`; judged at `now`. */
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
