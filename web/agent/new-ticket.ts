import { inTenant } from '../../src/db/in-tenant.ts';
import { readActivePeople, readPeople } from '../../src/db/reading/agent-people.ts';
import { readTicketByNumber } from '../../src/db/reading/agent-ticket.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { message } from '../../src/locales/message.ts';
import { choicesOf, errorsAtChoices, linksInAddress, namedInForm, type NamedIds } from '../forms/asset-choices.ts';
import { createCommandOf, senderOf } from '../http/commands.ts';
import { type PageContext, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { findNamedPerson, type NamedPerson } from '../forms/find-person.ts';
import { newCommandId, readForm, typedIn } from '../forms/form.ts';
import { linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import { backToTicket } from './done.ts';
import { type Failure, failureOf, invalid } from './failure.ts';
import { newTicketForm } from './forms.ts';

/** How many people the form suggests as reporters; others are found by typing their address. */
const suggestions = 200;

/**
 * GET /tickets/new: an agent files a ticket for themselves or on behalf of somebody. `?follow_up_of=` starts a
 * follow-up, `?asset=` a ticket about an asset and perhaps a `&movement=` of it (R26, R30).
 */
export function newTicketPage(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    if (!principalOf(ctx).permissions.includes('tickets:create')) throw new Problem(403, 'forbidden');
    const { follow_up_of: number } = ctx.query;
    if (number === undefined || number === '') return showForm(ctx, deps, {}, null, await linksNamed(ctx, deps));
    const earlier = await findTicket(ctx, deps, String(number));
    if (!isFollowable(earlier)) return showForm(ctx, deps, {}, notFollowable(ctx, earlier));
    await showForm(ctx, deps, await startingFrom(deps, earlier), null);
  };
}

/** POST /tickets/new. */
export function createTicket(deps: WebDeps) {
  return async (ctx: PageContext): Promise<void> => {
    const form = readForm(ctx, newTicketForm);
    if (!form.ok) return showForm(ctx, deps, typedIn(ctx), invalid(ctx, form.errors));
    const { command_id, title, description, type, priority, reporter, follow_up_of, assets, movement } = form.value;
    const principal = principalOf(ctx);
    const named = reporter === '' ? { person: { id: principal.userId } } : await findReporter(ctx, deps, reporter);
    if ('why' in named) {
      return showForm(ctx, deps, typedIn(ctx), invalid(ctx, [{ field: 'reporter', message: named.why }]));
    }
    const reporterId = named.person.id;
    const earlier = follow_up_of === '' ? null : await findTicket(ctx, deps, follow_up_of);
    if (follow_up_of !== '' && !isFollowable(earlier)) {
      // The form comes back without the number, so that it can be sent as a ticket of its own.
      return showForm(ctx, deps, { ...typedIn(ctx), follow_up_of: '' }, notFollowable(ctx, earlier));
    }
    const command = createCommandOf(senderOf(principal), {
      key: command_id,
      type,
      title,
      description,
      priority,
      // Assets get into this form from their own pages only.
      channel: assets.length > 0 && linksShown(principal, ctx.state.now).assets ? 'asset' : 'agent',
      reporterId,
      ...(assets.length > 0 ? { assetIds: assets } : {}),
      ...(movement === null ? {} : { movementId: movement }),
      ...(earlier === null ? {} : { followUpOf: earlier.id }),
    });
    try {
      const { number } = await deps.tickets.create(command);
      backToTicket(ctx, number, 'created');
    } catch (error) {
      const failure = failureOf(ctx, error, [
        'title',
        'description',
        'type',
        'priority',
        'reporter',
        'assets',
        'movement',
      ]);
      await showForm(ctx, deps, typedIn(ctx), failure);
    }
  };
}

async function showForm(
  ctx: PageContext,
  { orm }: WebDeps,
  typed: Readonly<Record<string, string>>,
  failure: Failure | null,
  named: NamedIds = namedInForm(ctx),
): Promise<void> {
  if (failure !== null) {
    ctx.status = failure.status;
    ctx.set({ ...failure.headers });
  }
  const principal = principalOf(ctx);
  const shown = linksShown(principal, ctx.state.now);
  const { people, links } = await inTenant(orm, principal.tenantId, async (em) => ({
    people: await readActivePeople(em, suggestions),
    links: await choicesOf(em, principal, shown, named),
  }));
  render(ctx, 'agent/views/new', {
    title: ctx.state.translator.t('agent.new.title'),
    errors: errorsAtChoices(failure?.errors ?? [], links),
    commandId: failure?.commandId ?? newCommandId(),
    typed,
    me: { name: principal.name, email: principal.email },
    people,
    links,
  });
}

/** The asset and movement that the address names, to prefill the form. */
async function linksNamed(ctx: PageContext, { orm }: WebDeps): Promise<NamedIds> {
  const principal = principalOf(ctx);
  const { asset, movement } = await inTenant(orm, principal.tenantId, (em) =>
    linksInAddress(ctx, em, principal, linksShown(principal, ctx.state.now)),
  );
  return { assetIds: asset === null ? [] : [asset.id], movementId: movement?.id ?? null };
}

function isFollowable(earlier: Ticket | null): earlier is Ticket {
  return earlier !== null && isFinal(earlier.status);
}

/**
 * Why there can be no follow-up. This is an error of the whole form, because no visible field holds the earlier ticket.
 */
function notFollowable(ctx: PageContext, earlier: Ticket | null): Failure {
  const why =
    earlier === null ? 'agent.new.no_earlier_ticket' : message('agent.new.not_finished', { number: earlier.number });
  return invalid(ctx, [{ field: '', message: why }]);
}

/** A follow-up takes over the reporter and type of the earlier ticket. */
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

async function findReporter(ctx: PageContext, { orm }: WebDeps, named: string): Promise<NamedPerson> {
  return inTenant(orm, principalOf(ctx).tenantId, (em) => findNamedPerson(em, named, 'agent.new.unknown_reporter'));
}
