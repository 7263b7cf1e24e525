import { spelledOut } from '../src/domain/spelled-out.ts';
import type { Ticket } from '../src/domain/ticket.ts';

const sideLabels = { agent: 'the support team', reporter: 'the reporter' } as const;

/**
 * What the Temporal UI shows of a ticket now: number, type and title, and the state. Not part of the history. The
 * static summary does not survive continue-as-new, so the title is repeated here.
 */
export function ticketDetails(ticket: Ticket): string {
  const lines = [
    `**${ticket.number}** ${spelledOut(ticket.type)}: ${plain(ticket.title)}`,
    `${spelledOut(ticket.status)}.`,
  ];
  if (ticket.waitingFor !== null && ticket.waitingSince !== null) {
    lines.push(`Waiting for ${sideLabels[ticket.waitingFor]} since ${ticket.waitingSince}.`);
  }
  return lines.join('\n\n');
}

/** The details are Markdown; a title is not. */
function plain(title: string): string {
  return title.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&');
}
