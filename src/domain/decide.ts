import { type Actor, may, personOf } from './actor.ts';
import { apply } from './apply.ts';
import type { Change, Command } from './command.ts';
import { type DecidedEvent, mapTexts } from './event.ts';
import { accept, malformedCommand, type Outcome, type RefusalCode, refuse } from './refusal.ts';
import { staleness } from './staleness.ts';
import { isFinal, statuses, statusWords, transitionBetween } from './status.ts';
import { checkText, checkTitle } from './text.ts';
import { cancelReasons, priorities, resolutionAnswers, type Ticket, ticketTypes } from './ticket.ts';

/** What only the database knows and a decision turns on. */
export type Facts = Readonly<{
  /** The ticket's assignee is no active agent any more. */
  assigneeGone?: boolean;
}>;

/**
 * Decides a command on a ticket: the events that follow from it, or the one reason why nothing does. All changes of a
 * command go through together or not at all; what changes nothing makes no event. `at` is the time of deciding (ISO 8601).
 */
export function decide(ticket: Ticket, command: Command, at: string, facts: Facts = {}): Outcome<DecidedEvent[]> {
  if (!maySee(ticket, command.actor)) return refuse('not_found', 'There is no such ticket.');
  if (command.changes.length === 0) return { ok: false, refusal: malformedCommand };
  const stale = staleness(ticket, command);
  if (stale !== null) return { ok: false, refusal: stale };
  const events: DecidedEvent[] = [];
  let current = ticket;
  for (const change of inOrder(command.changes)) {
    const decided = decideChange(current, change, command.actor, facts);
    if (!decided.ok) return decided;
    for (const event of decided.value) {
      current = provisionally(current, event, at);
      events.push(event);
    }
  }
  return accept(events);
}

/** What a refused signal leaves in the history: nobody waits for its answer, so the history has to tell. */
export function refusedSignal(command: Command, code: RefusalCode): DecidedEvent[] {
  return [{ type: 'command_refused', code, asked: command.changes.map((change) => change.kind).join(', ') }];
}

/** A ticket exists for its reporter and for agents; for everybody else there is none. */
function maySee(ticket: Ticket, actor: Actor): boolean {
  return may(actor, 'tickets:manage') || personOf(actor) === ticket.reporterId;
}

const order: readonly Change['kind'][] = [
  'edit',
  'comment',
  'request_withdrawal',
  'answer_resolution',
  'assign',
  'set_status',
];

/** A reply stands before the change of status that it explains, and an assignment before the start that it implies. */
function inOrder(changes: readonly Change[]): Change[] {
  return changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The ticket as it will be, for deciding the next change of the same command; its texts have no place yet. */
function provisionally(ticket: Ticket, event: DecidedEvent, at: string): Ticket {
  const title = event.type === 'title_edited' ? { title: event.title } : {};
  return apply(ticket, {
    sequence: ticket.sequence + 1,
    version: ticket.version,
    actor: { kind: 'system', id: 'deciding' },
    occurredAt: at,
    fact: mapTexts(event, () => ({ id: '', digest: '' })),
    ...title,
  });
}

function decideChange(ticket: Ticket, change: Change, actor: Actor, facts: Facts): Outcome<DecidedEvent[]> {
  switch (change.kind) {
    case 'comment':
      return comment(ticket, change, actor);
    case 'answer_resolution':
      return answerResolution(ticket, change, actor);
    case 'request_withdrawal':
      return requestWithdrawal(ticket, change, actor);
    case 'edit':
      return asAgent(ticket, actor, () => edit(ticket, change));
    case 'assign':
      return asAgent(ticket, actor, () => assign(ticket, change.to));
    case 'set_status':
      return asAgent(ticket, actor, () => setStatus(ticket, change, actor, facts));
    default:
      return { ok: false, refusal: malformedCommand };
  }
}

function finished(ticket: Ticket): Outcome<never> {
  return refuse(
    'ticket_finished',
    `${ticket.number} is ${statusWords(ticket.status).toLowerCase()}, which is final. Open a follow-up ticket instead.`,
    { details: { status: ticket.status } },
  );
}

function asAgent(ticket: Ticket, actor: Actor, then: () => Outcome<DecidedEvent[]>): Outcome<DecidedEvent[]> {
  if (!may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'Only agents (permission tickets:manage) may do this.', {
      details: { permission: 'tickets:manage' },
    });
  }
  return isFinal(ticket.status) ? finished(ticket) : then();
}

function asReporter(ticket: Ticket, actor: Actor, then: () => Outcome<DecidedEvent[]>): Outcome<DecidedEvent[]> {
  if (personOf(actor) !== ticket.reporterId) {
    return refuse('forbidden', 'Only the person who reported the ticket can say this.');
  }
  return isFinal(ticket.status) ? finished(ticket) : then();
}

function comment(ticket: Ticket, change: Extract<Change, { kind: 'comment' }>, actor: Actor): Outcome<DecidedEvent[]> {
  if (change.visibility !== 'internal' && change.visibility !== 'external') {
    return refuse('malformed', 'A comment is internal or external.', { field: 'visibility' });
  }
  if (change.visibility === 'internal' && !may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'Only agents write internal notes.', { field: 'visibility' });
  }
  if (isFinal(ticket.status)) return finished(ticket);
  const body = checkText(change.body, 'body', 'Write something before you send it.');
  if (!body.ok) return body;
  const byReporter = personOf(actor) === ticket.reporterId && change.visibility === 'external';
  return accept([
    {
      type: 'comment_added',
      visibility: change.visibility,
      side: byReporter ? 'reporter' : 'agent',
      solution: false,
      body: body.value,
    },
  ]);
}

function answerResolution(
  ticket: Ticket,
  change: Extract<Change, { kind: 'answer_resolution' }>,
  actor: Actor,
): Outcome<DecidedEvent[]> {
  return asReporter(ticket, actor, () => {
    if (ticket.status !== 'resolved') {
      return refuse('not_resolved', `${ticket.number} is not resolved, so there is no solution to answer.`, {
        details: { status: ticket.status },
      });
    }
    if (!resolutionAnswers.includes(change.answer)) {
      return refuse('malformed', `Choose an answer: ${resolutionAnswers.join(', ')}.`, { field: 'answer' });
    }
    const events: DecidedEvent[] = [];
    if (change.answer === 'still_broken' || change.body !== undefined) {
      const body = checkText(change.body ?? '', 'body', 'Tell us what is still broken.');
      if (!body.ok) return body;
      events.push(reporterComment(body.value));
    }
    if (ticket.resolutionAnswer !== change.answer) events.push({ type: 'resolution_answered', answer: change.answer });
    return accept(events);
  });
}

function requestWithdrawal(
  ticket: Ticket,
  change: Extract<Change, { kind: 'request_withdrawal' }>,
  actor: Actor,
): Outcome<DecidedEvent[]> {
  return asReporter(ticket, actor, () => {
    if (ticket.status === 'resolved') {
      return refuse('transition_not_allowed', 'A solution is already proposed. Answer it with "It is solved".', {
        details: { status: ticket.status },
      });
    }
    const events: DecidedEvent[] = [];
    if (change.body !== undefined) {
      const body = checkText(change.body, 'body', 'Write something, or leave the text out.');
      if (!body.ok) return body;
      events.push(reporterComment(body.value));
    }
    if (ticket.withdrawalRequestedAt === null) events.push({ type: 'withdrawal_requested' });
    return accept(events);
  });
}

function reporterComment(body: string): DecidedEvent {
  return { type: 'comment_added', visibility: 'external', side: 'reporter', solution: false, body };
}

function edit(ticket: Ticket, change: Extract<Change, { kind: 'edit' }>): Outcome<DecidedEvent[]> {
  const events: DecidedEvent[] = [];
  if (change.title !== undefined) {
    const title = checkTitle(change.title);
    if (!title.ok) return title;
    if (title.value !== ticket.title) events.push({ type: 'title_edited', title: title.value });
  }
  if (change.description !== undefined) {
    const description = checkText(change.description, 'description', 'Describe what happened or what you need.');
    if (!description.ok) return description;
    events.push({ type: 'description_edited', description: description.value });
  }
  if (change.type !== undefined) {
    if (!ticketTypes.includes(change.type)) {
      return refuse('malformed', 'Choose a type: incident or service request.', { field: 'type' });
    }
    if (change.type !== ticket.type) events.push({ type: 'type_edited', from: ticket.type, to: change.type });
  }
  if (change.priority !== undefined) {
    if (!priorities.includes(change.priority)) {
      return refuse('malformed', `Choose a priority: ${priorities.join(', ')}.`, { field: 'priority' });
    }
    if (change.priority !== ticket.priority) {
      events.push({ type: 'priority_edited', from: ticket.priority, to: change.priority });
    }
  }
  return accept(events);
}

/** An open ticket has no assignee, so assigning one also starts it (R6). */
function assign(ticket: Ticket, to: string | null): Outcome<DecidedEvent[]> {
  if (to === ticket.assigneeId) return accept([]);
  const assigned: DecidedEvent = { type: 'assigned', from: ticket.assigneeId, to };
  return accept(ticket.status === 'open' ? [assigned, statusChange(ticket, 'in_progress')] : [assigned]);
}

function setStatus(
  ticket: Ticket,
  change: Extract<Change, { kind: 'set_status' }>,
  actor: Actor,
  facts: Facts,
): Outcome<DecidedEvent[]> {
  const { to } = change;
  if (!statuses.includes(to)) {
    return refuse('malformed', `Choose a status: ${statuses.join(', ')}.`, { field: 'status' });
  }
  if (to === ticket.status) return alreadyThere(ticket, change);
  const edge = transitionBetween(ticket.status, to);
  if (edge === undefined) {
    return refuse(
      'transition_not_allowed',
      `${ticket.number} is ${statusWords(ticket.status).toLowerCase()}; it cannot become ${statusWords(to).toLowerCase()} from there.`,
      {
        field: 'status',
        details: { status: ticket.status, to },
      },
    );
  }
  const missing = edge.needs.find((permission) => !may(actor, permission));
  if (missing !== undefined) {
    return refuse('forbidden', `This takes the permission ${missing}. Ask your administrator for it.`, {
      details: { permission: missing },
    });
  }
  const misplaced = misplacedText(ticket, change);
  if (misplaced !== null) return misplaced;
  const events: DecidedEvent[] = [];
  if (change.solution !== undefined) {
    const solution = checkText(change.solution, 'solution', 'Describe the solution.');
    if (!solution.ok) return solution;
    events.push({ type: 'comment_added', visibility: 'external', side: 'agent', solution: true, body: solution.value });
  }
  let reason: string | null = null;
  if (change.reason !== undefined) {
    const checked = checkText(change.reason, 'reason', 'Give the reason.');
    if (!checked.ok) return checked;
    reason = checked.value;
  }
  // R6: who starts an open ticket without naming anybody takes it; an integration assigns nobody.
  if (ticket.status === 'open' && to === 'in_progress' && actor.kind === 'user') {
    events.push({ type: 'assigned', from: null, to: actor.id });
  }
  // R6: reopening keeps the assignee if still an agent; else the ticket is among the unassigned.
  if (ticket.status === 'resolved' && to === 'in_progress' && ticket.assigneeId !== null && facts.assigneeGone) {
    events.push({ type: 'assigned', from: ticket.assigneeId, to: null });
  }
  events.push({ ...statusChange(ticket, to), reason, reasonCode: change.reasonCode ?? null });
  return accept(events);
}

/** Nothing to do, unless words came along: a solution for a ticket that a colleague has just resolved is not lost. */
function alreadyThere(ticket: Ticket, change: Extract<Change, { kind: 'set_status' }>): Outcome<DecidedEvent[]> {
  const misplaced = misplacedText(ticket, change);
  if (misplaced !== null) return misplaced;
  if (change.solution === undefined) return accept([]);
  return refuse('transition_not_allowed', `${ticket.number} is resolved already. Send your solution as a reply.`, {
    field: 'status',
    details: { status: ticket.status, to: change.to },
  });
}

function statusChange(ticket: Ticket, to: Ticket['status']): Extract<DecidedEvent, { type: 'status_changed' }> {
  return { type: 'status_changed', from: ticket.status, to, reason: null, reasonCode: null };
}

/** A solution belongs to resolving, a reason to cancelling and reopening, a reason's code to cancelling (R5). */
function misplacedText(ticket: Ticket, change: Extract<Change, { kind: 'set_status' }>): Outcome<never> | null {
  const reopening = ticket.status === 'resolved' && change.to === 'in_progress';
  if (change.solution !== undefined && change.to !== 'resolved') {
    return refuse('malformed', 'A solution goes with resolving only.', { field: 'solution' });
  }
  if (change.reason !== undefined && change.to !== 'cancelled' && !reopening) {
    return refuse('malformed', 'A reason goes with cancelling or reopening only.', { field: 'reason' });
  }
  if (change.reasonCode !== undefined && (change.to !== 'cancelled' || !cancelReasons.includes(change.reasonCode))) {
    return refuse('malformed', `A reason code goes with cancelling only: ${cancelReasons.join(', ')}.`, {
      field: 'reason_code',
    });
  }
  return null;
}
