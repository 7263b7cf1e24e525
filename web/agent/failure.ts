import { Refused } from '../../src/domain/refusal.ts';
import { isFinal, statuses, type Status } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { type Message, message } from '../../src/locales/message.ts';
import type { PageContext } from '../http/context.ts';
import { problemOf, refusalStatus, retryHeaders } from '../http/errors.ts';
import { commandIdAfter, commandIdFor, errorsOf, newCommandId, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';

/** Why a form failed, to show it again with what was typed. */
export type Failure = Readonly<{
  status: number;
  errors: FormErrors;
  commandId: string;
  headers?: Readonly<Record<string, string>>;
}>;

/** Fields that the form's own rules refused. */
export function invalid(ctx: PageContext, errors: FormErrors): Failure {
  return { status: 422, errors, commandId: commandIdFor(ctx) };
}

/** The refusal of a command, if a form can show it; anything else is rethrown and becomes a problem page. */
export function failureOf(ctx: PageContext, error: unknown, fields: readonly string[]): Failure {
  if (error instanceof Refused) {
    const { refusal } = error;
    const status = refusalStatus(refusal.code);
    if (status === 404) throw error;
    const commandId = commandIdAfter(ctx, refusal);
    return { status, headers: retryHeaders(refusal), errors: errorsOf(refusal, fields), commandId };
  }
  if (error instanceof Unavailable) {
    const { status, headers } = problemOf(error);
    // The same id again, so that a command that was carried out after all is not carried out twice.
    return {
      status,
      headers,
      errors: [{ field: '', message: 'page.problem.no_answer_in_time' }],
      commandId: typedIn(ctx).command_id ?? newCommandId(),
    };
  }
  throw error;
}

/** A refusal of a status or an assignment, explained by the ticket's current state. */
export function withPresent(
  failure: Failure,
  error: unknown,
  now: { ticket: Ticket; assignee: string | null },
): Failure {
  if (!(error instanceof Refused) || error.refusal.code !== 'stale_field') return failure;
  const { details } = error.refusal;
  if (isStaleAssignee(error, now.ticket))
    return { ...failure, errors: [{ field: 'assignee', message: assignedNow(now) }] };
  return { ...failure, errors: [{ field: '', message: statusNow(now.ticket, details?.seen) }] };
}

/** Whether somebody else has assigned the ticket meanwhile, so that one of two assignees has to be chosen. */
export function isStaleAssignee(error: unknown, { status }: Ticket): boolean {
  if (!(error instanceof Refused) || isFinal(status)) return false;
  return error.refusal.code === 'stale_field' && error.refusal.field === 'assigneeId';
}

function assignedNow({ ticket: { number }, assignee }: { ticket: Ticket; assignee: string | null }): Message {
  return assignee === null
    ? message('agent.failure.given_back', { number })
    : message('agent.failure.assigned', { number, assignee });
}

function statusNow({ number, status }: Ticket, seen: unknown): Message {
  const now = message(`ticket.status.${status}`);
  return isStatus(seen)
    ? message('agent.failure.status_seen', { number, now, seen: message(`ticket.status.${seen}`) })
    : message('agent.failure.status', { number, now });
}

function isStatus(value: unknown): value is Status {
  return (statuses as readonly unknown[]).includes(value);
}
