import { inTenant } from '../../src/db/in-tenant.ts';
import { ownTicket } from '../../src/db/reading/desk-ticket.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import {
  choicesOf,
  errorsAtChoices,
  heldAssets,
  linksInAddress,
  namedInForm,
  type NamedIds,
  type NamedLinks,
} from '../forms/asset-choices.ts';
import { createCommandOf, senderOf } from '../http/commands.ts';
import { type PageContext, type Principal, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { commandIdFor, readForm, typedIn } from '../forms/form.ts';
import { errorsOnPage } from '../forms/field-error.ts';
import { linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { type Failure, failureOf } from './failures.ts';
import { newTicketForm } from './forms.ts';
import { seeOther } from '../http/redirect.ts';

const fields = ['type', 'title', 'description', 'assets', 'movement'] as const;

type Typed = Readonly<Partial<Record<'type' | 'title' | 'description' | 'via', string | undefined>>>;

/**
 * GET /desk/new: the form, prefilled with a type (`?type=`), as the follow-up of a finished ticket (`?follow_up=`), or
 * with an asset (`?asset=`, perhaps with a `&movement=` of it). It offers the assets that the person holds (R26).
 */
export function newTicketPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const before = await followedUp(deps, principalOf(ctx), ctx.query.follow_up);
    const { type } = ctx.query;
    const typed =
      before === null ? { type: typeof type === 'string' ? type : '' } : { type: before.type, title: before.title };
    const { asset, movement } = await named(ctx, deps);
    const links = { assetIds: asset === null ? [] : [asset.id], movementId: movement?.id ?? null };
    const via = asset === null ? '' : 'asset';
    await showForm(ctx, deps, { before, typed: { ...typed, via }, links, errors: [], commandId: commandIdFor(ctx) });
  };
}

/** POST /desk/new: files the ticket for the signed-in person and redirects to its page. */
export function createTicket(deps: WebDeps): Handler {
  return async (ctx) => {
    const principal = principalOf(ctx);
    const typed = typedIn(ctx);
    const before = await followedUp(deps, principal, typed.follow_up);
    const form = readForm(ctx, newTicketForm);
    if (!form.ok) {
      ctx.status = 422;
      const errors = errorsOnPage(form.errors, fields);
      return showForm(ctx, deps, { before, typed, links: namedInForm(ctx), errors, commandId: commandIdFor(ctx) });
    }
    const { command_id: key, type, title, description, assets, movement, via } = form.value;
    const followUp = before === null ? {} : { followUpOf: before.id };
    const fromAsset = via === 'asset' && assets.length > 0 && linksShown(principal, ctx.state.now).assets;
    const command = createCommandOf(senderOf(principal), {
      key,
      type,
      title,
      description,
      channel: fromAsset ? 'asset' : 'desk',
      ...followUp,
      ...(assets.length > 0 ? { assetIds: assets } : {}),
      ...(movement === null ? {} : { movementId: movement }),
    });
    try {
      const { number } = await deps.tickets.create(command);
      seeOther(ctx, `/desk/${number}?created`);
    } catch (error) {
      await showForm(ctx, deps, { before, typed, links: namedInForm(ctx), ...failureOf(ctx, error, fields) });
    }
  };
}

type Shown = Failure & Readonly<{ before: Ticket | null; typed: Typed; links: NamedIds }>;

async function showForm(ctx: PageContext, { orm }: WebDeps, form: Shown): Promise<void> {
  const { before, typed, errors, commandId } = form;
  const principal = principalOf(ctx);
  const shown = linksShown(principal, ctx.state.now);
  const links = await inTenant(orm, principal.tenantId, async (em) => {
    const held = shown.assets ? await heldAssets(em, principal.userId) : [];
    return choicesOf(em, principal, shown, form.links, held);
  });
  render(ctx, 'desk/views/new', {
    title: ctx.state.translator.t('desk.new.title'),
    errors: errorsAtChoices(errors, links),
    commandId,
    typed: { type: typed.type ?? '', title: typed.title ?? '', description: typed.description ?? '' },
    via: typed.via === 'asset' ? typed.via : null,
    links,
    before: before && { number: before.number },
  });
}

/** The asset and movement that the address names, to prefill the form. */
function named(ctx: PageContext, { orm }: WebDeps): Promise<NamedLinks> {
  const principal = principalOf(ctx);
  const shown = linksShown(principal, ctx.state.now);
  return inTenant(orm, principal.tenantId, (em) => linksInAddress(ctx, em, principal, shown));
}

/** The finished ticket of the signed-in person that the new one follows up on; 404 for anybody else's (R22). */
async function followedUp({ orm }: WebDeps, principal: Principal, number: unknown): Promise<Ticket | null> {
  if (number === undefined || number === '') return null;
  if (typeof number !== 'string' || !isTicketNumber(number)) throw new Problem(404, 'not_found');
  const before = await inTenant(orm, principal.tenantId, (em) => ownTicket(em, principal.userId, { number }));
  if (before === null || !isFinal(before.status)) throw new Problem(404, 'not_found');
  return before;
}
