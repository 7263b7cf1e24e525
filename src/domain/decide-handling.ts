import { type Actor, may } from './actor.ts';
import type { Change } from './command.ts';
import type { DecidedEvent } from './event.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import { isFinal, statuses, transitionBetween } from './status.ts';
import { checkText, checkTitle } from './text.ts';
import { cancelReasons, priorities, type Ticket, ticketTypes } from './ticket.ts';

/** Facts that only the database knows and that a decision depends on. */
export type Facts = Readonly<{
  /** The ticket's assignee is no longer an active agent. */
  assigneeGone?: boolean;
}>;

/** Title, description, type and priority. A value that stays the same makes no event (R2). */
export function edit(ticket: Ticket, change: Extract<Change, { kind: 'edit' }>): Outcome<DecidedEvent[]> {
  const events: DecidedEvent[] = [];
  if (change.title !== undefined) {
    const title = checkTitle(change.title);
    if (!title.ok) return title;
    if (title.value !== ticket.title) events.push({ type: 'title_edited', title: title.value });
  }
  if (change.description !== undefined) {
    const description = checkText(change.description, 'description', 'refusal.description.empty');
    if (!description.ok) return description;
    events.push({ type: 'description_edited', description: description.value });
  }
  if (change.type !== undefined) {
    if (!ticketTypes.includes(change.type)) {
      return refuse('malformed', 'refusal.type.unknown', { field: 'type' });
    }
    if (change.type !== ticket.type) events.push({ type: 'type_edited', from: ticket.type, to: change.type });
  }
  if (change.priority !== undefined) {
    if (!priorities.includes(change.priority)) {
      return refuse('malformed', 'refusal.priority.unknown', {
        field: 'priority',
        values: { choices: priorities.join(', ') },
      });
    }
    if (change.priority !== ticket.priority) {
      events.push({ type: 'priority_edited', from: ticket.priority, to: change.priority });
    }
  }
  return accept(events);
}

/** An open ticket has no assignee, so assigning somebody also starts it (R6). */
export function assign(ticket: Ticket, wanted: string | null): Outcome<DecidedEvent[]> {
  const to = wanted?.toLowerCase() ?? null;
  if (to === ticket.assigneeId) return accept([]);
  const assigned: DecidedEvent = { type: 'assigned', from: ticket.assigneeId, to };
  return accept(ticket.status === 'open' ? [assigned, statusChange(ticket, 'in_progress')] : [assigned]);
}

/**
 * Puts the ticket of a former agent back into the queue (R6). Does nothing if it was reassigned or finished meanwhile.
 */
export function release(ticket: Ticket, from: string, actor: Actor): Outcome<DecidedEvent[]> {
  if (actor.kind !== 'system' && actor.kind !== 'operator') {
    return refuse('forbidden', 'refusal.ticket.release_by_system');
  }
  if (isFinal(ticket.status) || ticket.assigneeId !== from) return accept([]);
  return accept([{ type: 'assigned', from, to: null }]);
}

/**
 * Records that another run of the workflow has taken over. Only the system may say so, and the ticket itself is
 * unchanged.
 */
export function recordRestart(runId: string, actor: Actor): Outcome<DecidedEvent[]> {
  if (actor.kind !== 'system') return refuse('forbidden', 'refusal.ticket.restart_by_system');
  return accept([{ type: 'workflow_restarted', runId }]);
}

/**
 * One transition of the state machine, with the solution or reason that belongs to it (R5, R6). `assigneeNamed`: the
 * same command says who the assignee is, and nobody is an answer too.
 */
export function setStatus(
  ticket: Ticket,
  change: Extract<Change, { kind: 'set_status' }>,
  actor: Actor,
  { assigneeGone, assigneeNamed }: Facts & Readonly<{ assigneeNamed: boolean }>,
): Outcome<DecidedEvent[]> {
  const { to } = change;
  if (!statuses.includes(to)) {
    return refuse('malformed', 'refusal.status.unknown', { field: 'status', values: { choices: statuses.join(', ') } });
  }
  if (to === ticket.status) return alreadyThere(ticket, change);
  const edge = transitionBetween(ticket.status, to);
  if (edge === undefined) {
    return refuse('transition_not_allowed', 'refusal.status.not_allowed', {
      field: 'status',
      values: { number: ticket.number, status: ticket.status, to },
      details: { status: ticket.status, to },
    });
  }
  const missing = edge.needs.find((permission) => !may(actor, permission));
  if (missing !== undefined) {
    return refuse('forbidden', 'refusal.permission.missing', {
      values: { permission: missing },
      details: { permission: missing },
    });
  }
  const misplaced = misplacedText(ticket, change);
  if (misplaced !== null) return misplaced;
  const events: DecidedEvent[] = [];
  if (change.solution !== undefined) {
    const solution = checkText(change.solution, 'solution', 'refusal.solution.empty');
    if (!solution.ok) return solution;
    events.push({ type: 'comment_added', visibility: 'external', side: 'agent', solution: true, body: solution.value });
  }
  let reason: string | null = null;
  if (change.reason !== undefined) {
    const checked = checkText(change.reason, 'reason', 'refusal.reason.empty');
    if (!checked.ok) return checked;
    reason = checked.value;
  }
  // R6: starting an open ticket without naming an assignee assigns it to the person; an integration assigns nobody.
  if (ticket.status === 'open' && to === 'in_progress' && actor.kind === 'user' && !assigneeNamed) {
    events.push({ type: 'assigned', from: null, to: actor.id });
  }
  // R6: reopening keeps the assignee if they are still an agent; otherwise the ticket becomes unassigned.
  if (ticket.status === 'resolved' && to === 'in_progress' && ticket.assigneeId !== null && assigneeGone) {
    events.push({ type: 'assigned', from: ticket.assigneeId, to: null });
  }
  events.push({ ...statusChange(ticket, to), reason, reasonCode: change.reasonCode ?? null });
  return accept(events);
}

/**
 * Nothing to do, unless a text came along: a solution for a ticket that a colleague has just resolved is not dropped.
 */
function alreadyThere(ticket: Ticket, change: Extract<Change, { kind: 'set_status' }>): Outcome<DecidedEvent[]> {
  const misplaced = misplacedText(ticket, change);
  if (misplaced !== null) return misplaced;
  if (change.solution === undefined) return accept([]);
  return refuse('transition_not_allowed', 'refusal.solution.resolved_already', {
    field: 'status',
    values: { number: ticket.number },
    details: { status: ticket.status, to: change.to },
  });
}

function statusChange(ticket: Ticket, to: Ticket['status']): Extract<DecidedEvent, { type: 'status_changed' }> {
  return { type: 'status_changed', from: ticket.status, to, reason: null, reasonCode: null };
}

/** A solution belongs to resolving, a reason to cancelling and reopening, a reason code to cancelling (R5). */
function misplacedText(ticket: Ticket, change: Extract<Change, { kind: 'set_status' }>): Outcome<never> | null {
  const reopening = ticket.status === 'resolved' && change.to === 'in_progress';
  if (change.solution !== undefined && change.to !== 'resolved') {
    return refuse('malformed', 'refusal.solution.misplaced', { field: 'solution' });
  }
  if (change.reason !== undefined && change.to !== 'cancelled' && !reopening) {
    return refuse('malformed', 'refusal.reason.misplaced', { field: 'reason' });
  }
  if (change.reasonCode !== undefined && (change.to !== 'cancelled' || !cancelReasons.includes(change.reasonCode))) {
    return refuse('malformed', 'refusal.reason_code.misplaced', {
      field: 'reason_code',
      values: { choices: cancelReasons.join(', ') },
    });
  }
  return null;
}
