import { inTenant } from '../../src/db/in-tenant.ts';
import { ownTicket } from '../../src/db/reading/desk-ticket.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { createCommandOf, senderOf } from '../commands.ts';
import { type PageContext, type Principal, principalOf, type WebDeps } from '../context.ts';
import { Problem } from '../errors.ts';
import { type FieldError, newCommandId, readForm, typedIn } from '../forms.ts';
import { render } from '../rendering.ts';
import type { Handler } from '../route.ts';
import { type Failure, failureOf } from './failures.ts';
import { newTicketForm } from './forms.ts';
import { plainType } from './present-list.ts';

const fields = ['type', 'title', 'description'] as const;

type Typed = Readonly<{ [Field in (typeof fields)[number]]?: string | undefined }>;

/** GET /desk/new: the form, begun for a type (`?type=`) or as the follow-up of a finished ticket (`?follow_up=`). */
export function newTicketPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const before = await followedUp(deps, principalOf(ctx), ctx.query.follow_up);
    const { type } = ctx.query;
    const typed =
      before === null ? { type: typeof type === 'string' ? type : '' } : { type: before.type, title: before.title };
    showForm(ctx, { before, typed, errors: [], commandId: newCommandId() });
  };
}

/** POST /desk/new: files the ticket for the signed-in person and goes to its page. */
export function createTicket(deps: WebDeps): Handler {
  return async (ctx) => {
    const principal = principalOf(ctx);
    const typed = typedIn(ctx);
    const before = await followedUp(deps, principal, typed.follow_up);
    const form = readForm(ctx, newTicketForm);
    if (!form.ok) {
      ctx.status = 422;
      return showForm(ctx, { before, typed, errors: form.errors.map(onPage), commandId: newCommandId() });
    }
    const { command_id: key, type, title, description } = form.value;
    const followUp = before === null ? {} : { followUpOf: before.id };
    const command = createCommandOf(senderOf(principal), {
      key,
      type,
      title,
      description,
      channel: 'desk',
      ...followUp,
    });
    try {
      const { number } = await deps.tickets.create(command);
      ctx.status = 303;
      ctx.redirect(`/desk/${number}?created`);
    } catch (error) {
      showForm(ctx, { before, typed, ...failureOf(ctx, error, fields) });
    }
  };
}

function showForm(ctx: PageContext, shown: Failure & { before: Ticket | null; typed: Typed }): void {
  const { before, typed, errors, commandId } = shown;
  render(ctx, 'desk/views/new', {
    title: 'New ticket',
    errors,
    commandId,
    typed: { type: typed.type ?? '', title: typed.title ?? '', description: typed.description ?? '' },
    before: before && { number: before.number, title: before.title, type: plainType(before.type) },
  });
}

/** The summary leads to fields that can be seen; what is wrong with a hidden one concerns the form as a whole. */
function onPage(error: FieldError): FieldError {
  return fields.some((field) => field === error.field) ? error : { ...error, field: '' };
}

/** The finished ticket of the signed-in person that the new one follows up on. Anybody else's is not there (R22). */
async function followedUp({ orm }: WebDeps, principal: Principal, number: unknown): Promise<Ticket | null> {
  if (number === undefined || number === '') return null;
  if (typeof number !== 'string' || !isTicketNumber(number)) throw new Problem(404, 'not_found');
  const before = await inTenant(orm, principal.tenantId, (em) => ownTicket(em, principal.userId, { number }));
  if (before === null || !isFinal(before.status)) throw new Problem(404, 'not_found');
  return before;
}
