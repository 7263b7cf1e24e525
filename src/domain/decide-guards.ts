import { type Actor, may, personOf } from './actor.ts';
import type { DecidedEvent } from './event.ts';
import { type Outcome, type Refusal, refuse } from './refusal.ts';
import { isFinal } from './status.ts';
import type { Ticket } from './ticket.ts';

/** The refusal of any change to a ticket that is closed or cancelled. */
export function finished(ticket: Pick<Ticket, 'number' | 'status'>): { ok: false; refusal: Refusal } {
  const { number, status } = ticket;
  return refuse('ticket_finished', 'refusal.ticket.finished', { values: { number, status }, details: { status } });
}

/** Continues only for agents, and only while the ticket is active. */
export function asAgent(ticket: Ticket, actor: Actor, then: () => Outcome<DecidedEvent[]>): Outcome<DecidedEvent[]> {
  if (!may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'refusal.ticket.agents_only', {
      details: { permission: 'tickets:manage' },
    });
  }
  return isFinal(ticket.status) ? finished(ticket) : then();
}

/** Continues only for the ticket's reporter, and only while the ticket is active. */
export function asReporter(ticket: Ticket, actor: Actor, then: () => Outcome<DecidedEvent[]>): Outcome<DecidedEvent[]> {
  if (personOf(actor) !== ticket.reporterId) {
    return refuse('forbidden', 'refusal.ticket.reporter_only');
  }
  return isFinal(ticket.status) ? finished(ticket) : then();
}
