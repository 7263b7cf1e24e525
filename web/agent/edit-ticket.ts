import { inTenant } from '../../src/db/in-tenant.ts';
import { readDescription, readEarlierDescription } from '../../src/db/reading/agent-ticket.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { message } from '../../src/locales/message.ts';
import { commandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { commandIdFor, newCommandId, readForm, typedIn } from '../forms/form.ts';
import type { FormErrors } from '../forms/field-error.ts';
import { render } from '../page/render.ts';
import { backToTicket, type Done } from './done.ts';
import { type EditField, type EditForm, type EditValues, type Merge, mergeEdit } from './edit-merge.ts';
import { type Failure, failureOf, invalid } from './failure.ts';
import { listInAddress, ticketInPath } from './find-ticket.ts';
import { editForm } from './forms.ts';
import { fieldsSent, presentEdit } from './present-edit.ts';
import { ticketHref } from './present-queue.ts';
import { showTicket } from './ticket-page.ts';
import { seeOther } from '../http/redirect.ts';

/** GET …/edit: title and description as they are. */
export function editPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    if (isFinal(ticket.status)) {
      return toTicket(ctx, ticket);
    }
    showForm(ctx, ticket, {
      now: await valuesOf(deps, ticket),
      typed: {},
      errors: [],
      conflicts: [],
      commandId: commandIdFor(ctx),
    });
  };
}

/** POST …/edit: saves changes of title, description, type or priority; if somebody else has changed the same fields meanwhile, the person decides (R2). */
export function editTicket(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const ticket = await ticketInPath(ctx, deps);
    const form = readForm(ctx, editForm);
    if (!form.ok) return showAgain(ctx, deps, invalid(ctx, form.errors), []);
    const now = await valuesOf(deps, ticket);
    const { change, seen, conflicts } = mergeEdit(form.value, await shownValues(deps, ticket, form.value), now, ticket);
    if (conflicts.length > 0) return showAgain(ctx, deps, conflict(conflicts), conflicts);
    // Nothing to change: the values were the same already, or this form was sent twice.
    if (Object.keys(seen).length === 0) return toTicket(ctx, ticket);
    const principal = principalOf(ctx);
    const command = commandOf(senderOf(principal), {
      key: form.value.command_id,
      ticketId: ticket.id,
      changes: [change],
      seen,
    });
    try {
      const { number } = await deps.tickets.send(principal.tenantId, ticket.id, command);
      backToTicket(ctx, number, doneBy(change, Object.keys(seen).length));
    } catch (error) {
      const failure = failureOf(ctx, error, ['title', 'description', 'type', 'priority']);
      const stale = staleFieldOf(error);
      return showAgain(ctx, deps, stale === null ? failure : conflict([stale]), stale === null ? [] : [stale]);
    }
  };
}

function doneBy({ priority, type }: Merge['change'], changed: number): Done {
  if (changed > 1) return 'edited';
  if (priority !== undefined) return `priority_${priority}`;
  return type === undefined ? 'edited' : `type_${type}`;
}

function toTicket(ctx: PageContext, { number }: Ticket): void {
  seeOther(ctx, ticketHref(number, listInAddress(ctx)));
}

/** The form with what was typed, beside the current values. A finished ticket has no such form any more. */
async function showAgain(
  ctx: PageContext,
  deps: WebDeps,
  failure: Failure,
  conflicts: readonly EditField[],
): Promise<void> {
  const ticket = await ticketInPath(ctx, deps);
  const typed = typedIn(ctx);
  if (isFinal(ticket.status)) {
    return showTicket(ctx, deps, { form: null, typed: { body: typed.description ?? '' }, failure });
  }
  ctx.status = failure.status;
  ctx.set({ ...failure.headers });
  const { errors, commandId } = failure;
  showForm(ctx, ticket, { now: await valuesOf(deps, ticket), typed, errors, conflicts, commandId });
}

type Shown = Readonly<{
  now: EditValues;
  typed: Readonly<Record<string, string>>;
  errors: FormErrors;
  conflicts: readonly EditField[];
  commandId: string;
}>;

function showForm(ctx: PageContext, ticket: Ticket, shown: Shown): void {
  const { now, typed, errors, conflicts, commandId } = shown;
  const { translator } = ctx.state;
  render(ctx, 'agent/views/edit', {
    title: translator.t('agent.edit.title', { number: ticket.number }),
    errors,
    number: ticket.number,
    commandId,
    fields: presentEdit(ticket, now, { fields: fieldsSent(typed), typed, conflicts, translator }),
    action: ticketHref(ticket.number, listInAddress(ctx), '/edit'),
    back: ticketHref(ticket.number, listInAddress(ctx)),
  });
}

async function valuesOf({ orm }: WebDeps, ticket: Ticket): Promise<EditValues> {
  const description = await inTenant(orm, ticket.tenantId, (em) => readDescription(em, ticket));
  return { title: ticket.title, description, type: ticket.type, priority: ticket.priority };
}

/** The values that the form showed. It carries the id of the description, not its text. */
async function shownValues({ orm }: WebDeps, ticket: Ticket, form: EditForm): Promise<Partial<EditValues>> {
  const { seen_title: title, seen_type: type, seen_priority: priority, seen_description: textId } = form;
  const description =
    textId === undefined
      ? null
      : await inTenant(orm, ticket.tenantId, (em) => readEarlierDescription(em, ticket, textId));
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === null ? {} : { description }),
    ...(type === undefined ? {} : { type }),
    ...(priority === undefined ? {} : { priority }),
  };
}

function conflict(fields: readonly EditField[]): Failure {
  return {
    status: 409,
    errors: fields.map((field) => ({ field, message: message('agent.edit.conflict', { field }) })),
    commandId: newCommandId(),
  };
}

function staleFieldOf(error: unknown): EditField | null {
  if (!(error instanceof Refused) || error.refusal.code !== 'stale_field') return null;
  const { field } = error.refusal;
  return field === 'descriptionTextId'
    ? 'description'
    : field === 'title' || field === 'type' || field === 'priority'
      ? field
      : null;
}
