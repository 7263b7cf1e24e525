import { inTenant } from '../../src/db/in-tenant.ts';
import { readActivePeople, readPeople, readPersonByEmail } from '../../src/db/reading/agent-people.ts';
import { readTicketByNumber } from '../../src/db/reading/agent-ticket.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { createCommandOf, senderOf } from '../commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../context.ts';
import { Problem } from '../errors.ts';
import { newCommandId, readForm, typedIn } from '../forms.ts';
import { render } from '../rendering.ts';
import { type Failure, failureOf, invalid } from './failure.ts';
import { newTicketForm } from './forms.ts';
import { ticketHref } from './present-queue.ts';

/** How many people the form suggests as reporters; others are found by typing their address. */
const suggestions = 200;

/** GET /tickets/new: an agent files for oneself or on behalf of somebody; `?follow_up_of=` begins a follow-up. */
export function newTicketPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    if (!principalOf(ctx).permissions.includes('tickets:create')) throw new Problem(403, 'forbidden');
    const { follow_up_of: number } = ctx.query;
    if (number === undefined || number === '') return showForm(ctx, deps, {}, null);
    const earlier = await findTicket(ctx, deps, String(number));
    if (!isFollowable(earlier)) return showForm(ctx, deps, {}, notFollowable(earlier));
    await showForm(ctx, deps, await startingFrom(deps, earlier), null);
  };
}

/** POST /tickets/new. */
export function createTicket(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const form = readForm(ctx, newTicketForm);
    if (!form.ok) return showForm(ctx, deps, typedIn(ctx), invalid(form.errors));
    const { command_id, title, description, type, priority, reporter, follow_up_of } = form.value;
    const principal = principalOf(ctx);
    const reporterId = reporter === '' ? principal.userId : await findReporter(ctx, deps, reporter);
    if (reporterId === null) {
      const message = 'Nobody who is active has this e-mail address. Check how it is written.';
      return showForm(ctx, deps, typedIn(ctx), invalid([{ field: 'reporter', message }]));
    }
    const earlier = follow_up_of === '' ? null : await findTicket(ctx, deps, follow_up_of);
    if (follow_up_of !== '' && !isFollowable(earlier)) {
      // The form comes back without the number: to be sent, if wanted, as a ticket of its own.
      return showForm(ctx, deps, { ...typedIn(ctx), follow_up_of: '' }, notFollowable(earlier));
    }
    const command = createCommandOf(senderOf(principal), {
      key: command_id,
      type,
      title,
      description,
      priority,
      channel: 'agent',
      reporterId,
      ...(earlier === null ? {} : { followUpOf: earlier.id }),
    });
    try {
      const { number } = await deps.tickets.create(command);
      ctx.status = 303;
      ctx.redirect(ticketHref(number));
    } catch (error) {
      const failure = failureOf(ctx, error, ['title', 'description', 'type', 'priority', 'reporter']);
      await showForm(ctx, deps, typedIn(ctx), failure);
    }
  };
}

async function showForm(
  ctx: PageContext,
  { orm }: WebDeps,
  typed: Readonly<Record<string, string>>,
  failure: Failure | null,
): Promise<void> {
  if (failure !== null) {
    ctx.status = failure.status;
    ctx.set({ ...failure.headers });
  }
  const principal = principalOf(ctx);
  render(ctx, 'agent/views/new', {
    title: 'New ticket',
    errors: failure?.errors ?? [],
    commandId: failure?.commandId ?? newCommandId(),
    typed,
    me: { name: principal.name, email: principal.email },
    people: await inTenant(orm, principal.tenantId, (em) => readActivePeople(em, suggestions)),
  });
}

function isFollowable(earlier: Ticket | null): earlier is Ticket {
  return earlier !== null && isFinal(earlier.status);
}

/** Why there can be no follow-up. Of the whole form, because the earlier ticket is in no field that can be seen. */
function notFollowable(earlier: Ticket | null): Failure {
  const why =
    earlier === null
      ? 'The ticket to follow up on does not exist.'
      : `${earlier.number} is not finished, so it needs no follow-up: write there.`;
  return invalid([{ field: '', message: `${why} Sent as it is now, this form makes a ticket of its own.` }]);
}

/** A follow-up has the reporter and type of the ticket that it follows upon. */
async function startingFrom({ orm }: WebDeps, earlier: Ticket): Promise<Record<string, string>> {
  const [reporter] = await inTenant(orm, earlier.tenantId, (em) => readPeople(em, [earlier.reporterId]));
  const { number, type, priority, title } = earlier;
  return { follow_up_of: number, type, priority, title, reporter: reporter?.active ? reporter.email : '' };
}

async function findTicket(ctx: PageContext, { orm }: WebDeps, number: string): Promise<Ticket | null> {
  const wanted = number.trim().toUpperCase();
  if (!isTicketNumber(wanted)) return null;
  return inTenant(orm, principalOf(ctx).tenantId, (em) => readTicketByNumber(em, wanted));
}

/** The active user of the tenant whom the form names, by address or, from a client of its own, by id. */
async function findReporter(ctx: PageContext, { orm }: WebDeps, named: string): Promise<string | null> {
  if (!/^[^\u0000-\u001F\u007F]+$/.test(named)) return null;
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(named);
  const person = await inTenant(orm, principalOf(ctx).tenantId, async (em) =>
    uuid ? ((await readPeople(em, [named]))[0] ?? null) : readPersonByEmail(em, named),
  );
  return person?.active ? person.id : null;
}
