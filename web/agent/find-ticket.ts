import { inTenant } from '../../src/db/in-tenant.ts';
import { readNumberOf, readTicketByNumber } from '../../src/db/reading/agent-ticket.ts';
import { findNumbered } from '../../src/db/search/find-numbered.ts';
import { anAgent } from '../../src/db/search/searcher.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { type PageContext, pathPart, principalOf, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import { fromLimit } from './present-queue.ts';

/** The ticket that the path names; 404 if the tenant has none with this number. */
export async function ticketInPath(ctx: PageContext, { orm }: WebDeps): Promise<Ticket> {
  const number = numberInPath(ctx);
  const ticket = await inTenant(orm, principalOf(ctx).tenantId, (em) => readTicketByNumber(em, number));
  if (ticket === null) throw new Problem(404, 'not_found');
  return ticket;
}

/** The number in the path, in upper case; 404 for anything that is not a ticket number. */
export function numberInPath(ctx: PageContext): string {
  const number = pathPart(ctx, 'number').toUpperCase();
  if (!isTicketNumber(number)) throw new Problem(404, 'not_found');
  return number;
}

/** The number to redirect to, if the path names the ticket differently (by id, or in another spelling); else null. */
export async function otherNumber(ctx: PageContext, { orm }: WebDeps): Promise<string | null> {
  const part = pathPart(ctx, 'number');
  if (isTicketNumber(part)) return null;
  const number = await inTenant(orm, principalOf(ctx).tenantId, async (em) =>
    isUuid(part) ? readNumberOf(em, part) : ((await findNumbered(em, part, anAgent))?.number ?? null),
  );
  if (number === null) throw new Problem(404, 'not_found');
  return number;
}

/** The list that the person came from, as the address carries it. */
export function listInAddress(ctx: PageContext): string {
  const { from } = ctx.query;
  return typeof from === 'string' && from.length <= fromLimit ? from : '';
}
