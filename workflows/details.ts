import { statusWords } from '../src/domain/status.ts';
import type { Ticket } from '../src/domain/ticket.ts';

const waitingWords = { agent: 'the support team', reporter: 'the reporter' } as const;

/** What the Temporal UI shows of a ticket now: number, state in words and what is pending. Not part of the history. */
export function ticketDetails(ticket: Ticket, mailDueAt: string | null): string {
  const lines = [`**${ticket.number}** is ${statusWords(ticket.status).toLowerCase()}.`];
  if (ticket.waitingFor !== null && ticket.waitingSince !== null) {
    lines.push(`Waiting for ${waitingWords[ticket.waitingFor]} since ${ticket.waitingSince}.`);
  }
  lines.push(mailDueAt === null ? 'No mail is pending.' : `The next mail is due at ${mailDueAt}.`);
  return lines.join('\n\n');
}
