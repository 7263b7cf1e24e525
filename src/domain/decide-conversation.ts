import { type Actor, may, personOf } from './actor.ts';
import type { Change } from './command.ts';
import { asReporter, finished } from './decide-guards.ts';
import type { DecidedEvent } from './event.ts';
import { accept, type Outcome, refuse } from './refusal.ts';
import { isFinal } from './status.ts';
import { checkText } from './text.ts';
import { resolutionAnswers, type Ticket } from './ticket.ts';

/** A reply or an internal note. A reporter's comment is always external (R3), and only a reply to them can ask (R24). */
export function comment(
  ticket: Ticket,
  change: Extract<Change, { kind: 'comment' }>,
  actor: Actor,
): Outcome<DecidedEvent[]> {
  if (change.visibility !== 'internal' && change.visibility !== 'external') {
    return refuse('malformed', 'refusal.comment.visibility', { field: 'visibility' });
  }
  if (change.visibility === 'internal' && !may(actor, 'tickets:manage')) {
    return refuse('forbidden', 'refusal.comment.internal_by_agents', { field: 'visibility' });
  }
  if (isFinal(ticket.status)) return finished(ticket);
  const body = checkText(change.body, 'body', 'refusal.comment.empty');
  if (!body.ok) return body;
  const { visibility, expectsAnswer = false } = change;
  const side = personOf(actor) === ticket.reporterId && visibility === 'external' ? 'reporter' : 'agent';
  const toReporter = visibility === 'external' && side === 'agent';
  if (expectsAnswer && !toReporter) {
    return refuse('malformed', 'refusal.comment.asks_nobody', { field: 'expects_answer' });
  }
  return accept([
    {
      type: 'comment_added',
      visibility,
      side,
      solution: false,
      ...(toReporter ? { expectsAnswer } : {}),
      body: body.value,
    },
  ]);
}

/** "It is solved" or "Still broken"; the latter needs a comment (R7). */
export function answerResolution(
  ticket: Ticket,
  change: Extract<Change, { kind: 'answer_resolution' }>,
  actor: Actor,
): Outcome<DecidedEvent[]> {
  return asReporter(ticket, actor, () => {
    if (ticket.status !== 'resolved') {
      return refuse('not_resolved', 'refusal.answer.not_resolved', {
        values: { number: ticket.number },
        details: { status: ticket.status },
      });
    }
    if (!resolutionAnswers.includes(change.answer)) {
      return refuse('malformed', 'refusal.answer.unknown', {
        field: 'answer',
        values: { choices: resolutionAnswers.join(', ') },
      });
    }
    const events: DecidedEvent[] = [];
    if (change.answer === 'still_broken' || change.body !== undefined) {
      const body = checkText(change.body ?? '', 'body', 'refusal.answer.still_broken_empty');
      if (!body.ok) return body;
      events.push(reporterComment(body.value));
    }
    if (ticket.resolutionAnswer !== change.answer) events.push({ type: 'resolution_answered', answer: change.answer });
    return accept(events);
  });
}

/** "I no longer need this" (R7). */
export function requestWithdrawal(
  ticket: Ticket,
  change: Extract<Change, { kind: 'request_withdrawal' }>,
  actor: Actor,
): Outcome<DecidedEvent[]> {
  return asReporter(ticket, actor, () => {
    if (ticket.status === 'resolved') {
      return refuse('transition_not_allowed', 'refusal.withdrawal.resolved', {
        details: { status: ticket.status },
      });
    }
    const events: DecidedEvent[] = [];
    if (change.body !== undefined) {
      const body = checkText(change.body, 'body', 'refusal.withdrawal.empty');
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
