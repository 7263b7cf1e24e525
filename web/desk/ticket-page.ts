import { inTenant, type TenantEm } from '../../src/db/in-tenant.ts';
import {
  deskHappenings,
  deskMessages,
  deskMilestones,
  deskTicket,
  type DeskTicketName,
  ownTicket,
} from '../../src/db/reading/desk-ticket.ts';
import { readSolution } from '../../src/db/reading/solution.ts';
import { readLinkedAssets, readLinkedMovement } from '../../src/db/reading/assets-of-ticket.ts';
import { findNumbered } from '../../src/db/search/find-numbered.ts';
import { hasFlag } from '../../src/domain/licence.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, pathPart, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { hiddenEvents, type LinksShown, linksShown } from '../http/links-shown.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { type FailedForm, formsModel } from './failed-form.ts';
import { aboutModel } from './present-about.ts';
import { messagesShown, type Part, partIn } from './conversation.ts';
import { type DeskLoad, ticketModel } from './present-ticket.ts';
import { seeOther } from '../http/redirect.ts';

/** How many history entries the page shows. */
const happeningsShown = 10;

/** GET /desk/:number. The id of a ticket and other spellings of its number work too, and redirect to it. */
export function ticketPage(deps: WebDeps): Handler {
  return async (ctx) => {
    const part = pathPart(ctx, 'number');
    if (isTicketNumber(part)) return showTicket(ctx, deps, null);
    if (isUuid(part)) return seeOther(ctx, `/desk/${(await ownTicketInPath(ctx, deps)).number}`);
    seeOther(ctx, `/desk/${await inTenant(deps.orm, principalOf(ctx).tenantId, (em) => numberMeant(em, ctx))}`);
  };
}

/** The number of the reporter's own ticket that the path means; 404 if there is none. */
async function numberMeant(em: TenantEm, ctx: PageContext): Promise<string> {
  const own = { kind: 'reporter', userId: principalOf(ctx).userId } as const;
  const meant = await findNumbered(em, pathPart(ctx, 'number'), own);
  if (meant === null) throw new Problem(404, 'not_found');
  return meant.number;
}

/** The ticket that the path names, if the signed-in person reported it; 404 for anybody else's (R22). */
export async function ownTicketInPath(ctx: PageContext, { orm }: WebDeps): Promise<Ticket> {
  const { tenantId, userId } = principalOf(ctx);
  const name = nameInPath(ctx);
  const ticket = await inTenant(orm, tenantId, (em) => ownTicket(em, userId, name));
  if (ticket === null) throw new Problem(404, 'not_found');
  return ticket;
}

/** Answers with the ticket's page; after a failure with what was typed and the reason. */
export async function showTicket(ctx: PageContext, { orm }: WebDeps, failed: FailedForm | null): Promise<void> {
  const { tenantId, userId, email, licence, permissions } = principalOf(ctx);
  const name = nameInPath(ctx);
  const shown = linksShown(principalOf(ctx), ctx.state.now);
  const model = await inTenant(orm, tenantId, async (em) => {
    const found = await deskTicket(em, userId, name);
    if (found === null) return { elsewhere: await numberMeant(em, ctx) };
    const assets = shown.assets ? await readLinkedAssets(em, found.ticket) : [];
    const movement = shown.movements ? await readLinkedMovement(em, found.ticket) : null;
    const loaded = await load(em, found.ticket, { part: partIn(ctx), shown });
    return {
      elsewhere: null,
      ...ticketModel(ctx.state.translator, found, loaded),
      about: aboutModel({ assets, movement }, userId),
    };
  });
  if (model.elsewhere !== null) {
    seeOther(ctx, `/desk/${model.elsewhere}`);
    return;
  }
  const mailed = hasFlag(licence, 'email_notifications', ctx.state.now);
  render(ctx, 'desk/views/ticket', {
    ...model,
    title: `${model.number} ${model.title}`,
    heading: model.title,
    ...formsModel(failed, model.can),
    mayCreate: permissions.includes('tickets:create'),
    created: failed === null && 'created' in ctx.query,
    replied: failed === null && ctx.query.done === 'replied',
    answered: failed === null && ctx.query.done === 'answered',
    mailedTo: mailed ? email : null,
  });
}

/** Loads the conversation and history that the page shows. */
async function load(em: TenantEm, ticket: Ticket, asked: { part: Part; shown: LinksShown }): Promise<DeskLoad> {
  const { part, shown } = asked;
  const hidden = hiddenEvents(shown);
  return {
    messages: await deskMessages(em, ticket.id, { ...part, limit: messagesShown }),
    sought: part.sought,
    happenings: await deskHappenings(em, ticket.id, { until: null, limit: happeningsShown, hidden, room: 0 }),
    milestones: await deskMilestones(em, ticket.id),
    solution: await readSolution(em, ticket),
  };
}

function nameInPath(ctx: PageContext): DeskTicketName {
  const text = pathPart(ctx, 'number');
  if (isUuid(text.toLowerCase())) return { id: text.toLowerCase() };
  const number = text.toUpperCase();
  if (!isTicketNumber(number)) throw new Problem(404, 'not_found');
  return { number };
}
