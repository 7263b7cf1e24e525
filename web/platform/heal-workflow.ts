import { stuckTickets } from '../../src/db/upkeep/stuck-tickets.ts';
import { idInPath, type WebDeps } from '../http/context.ts';
import type { Handler } from '../http/route.ts';
import { goTo } from './flash.ts';

/**
 * POST /platform/workflows/:tenant/:ticket/heal: restarts the workflow of a listed ticket from its rows, even if it is no
 * longer restarted automatically. Pressed twice, it restarts twice at worst, which loses nothing.
 */
export function healWorkflow({ orm, operations }: WebDeps): Handler {
  return async (ctx) => {
    const [tenantId, ticketId] = [idInPath(ctx, 'tenant'), idInPath(ctx, 'ticket')];
    const listed = await stuckTickets(orm, { healedSince: ctx.state.now, atMost: 1000 });
    const ticket = listed.find((each) => each.tenantId === tenantId && each.ticketId === ticketId);
    if (ticket === undefined || ticket.final) return goTo(ctx, '/platform/workflows', 'workflow_well');
    await operations.healTicket(tenantId, ticketId);
    goTo(ctx, '/platform/workflows', 'workflow_restarted');
  };
}
