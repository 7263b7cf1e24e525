import { inTenant } from '../../src/db/in-tenant.ts';
import { readNumberOf, readTicketByNumber } from '../../src/db/reading/agent-ticket.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, pathPart, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { fromLimit } from './present-queue.ts';

/** The ticket that the path names. Of another tenant, or under no number that there is, it is not found. */
export async function ticketInPath(ctx: PageContext, { orm }: WebDeps): Promise<Ticket> {
  const number = numberInPath(ctx);
  const ticket = await inTenant(orm, principalOf(ctx).tenantId, (em) => readTicketByNumber(em, number));
  if (ticket === null) throw new Problem(404, 'not_found');
  return ticket;
}

/** The number in the path, in the one way of writing it. */
export function numberInPath(ctx: PageContext): string {
  const number = pathPart(ctx, 'number').toUpperCase();
  if (!isTicketNumber(number)) throw new Problem(404, 'not_found');
  return number;
}

/** The number under which the page has its address, where the path names the ticket otherwise (by id, in small letters). */
export async function otherNumber(ctx: PageContext, { orm }: WebDeps): Promise<string | null> {
  const part = pathPart(ctx, 'number');
  if (!isUuid(part)) return numberInPath(ctx) === part ? null : numberInPath(ctx);
  const number = await inTenant(orm, principalOf(ctx).tenantId, (em) => readNumberOf(em, part));
  if (number === null) throw new Problem(404, 'not_found');
  return number;
}

/** The list that one came from, as the address carries it. */
export function listInAddress(ctx: PageContext): string {
  const { from } = ctx.query;
  return typeof from === 'string' && from.length <= fromLimit ? from : '';
}
