import { stuckTickets } from '../../src/db/upkeep/stuck-tickets.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { pathPart, type WebDeps } from '../http/context.ts';
import { Problem } from '../http/errors.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './done.ts';

/**
 * POST /platform/workflows/:tenant/:ticket/heal: restarts the workflow of a listed ticket from its rows, also where that is
 * no longer done by itself. Pressed twice, it is restarted twice at worst, which loses nothing.
 */
export function healWorkflow({ orm, operations }: WebDeps): Handler {
  return async (ctx) => {
    const [tenantId, ticketId] = [pathPart(ctx, 'tenant'), pathPart(ctx, 'ticket')];
    if (!isUuid(tenantId) || !isUuid(ticketId)) throw new Problem(404, 'not_found');
    const listed = await stuckTickets(orm, { healedSince: ctx.state.now, atMost: 1000 });
    const ticket = listed.find((each) => each.tenantId === tenantId && each.ticketId === ticketId);
    if (ticket === undefined || ticket.final) return goTo(ctx, '/platform/workflows', 'workflow_well');
    await operations.healTicket(tenantId, ticketId);
    goTo(ctx, '/platform/workflows', 'workflow_restarted');
  };
}
