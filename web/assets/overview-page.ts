import { inTenant } from '../../src/db/in-tenant.ts';
import { readMovements } from '../../src/db/reading/asset-history.ts';
import { readTicketsAbout } from '../../src/db/reading/tickets-of-asset.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { loadFrame } from './frame.ts';
import { presentTickets } from './present-asset.ts';
import { presentMovements } from './present-movements.ts';

const shown = 3;

/** GET /assets/:id: an asset's details, its last movement, and the active tickets about it. */
export function overviewPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId, userId } = principalOf(ctx);
    const { frame, movements, tickets } = await inTenant(orm, tenantId, async (em) => {
      const loaded = await loadFrame(ctx, em, 'overview');
      const about = { assetId: loaded.asset.id, reporterId: loaded.tickets.reporterId };
      const limit = Math.min(shown, loaded.counts.active);
      return {
        frame: loaded,
        movements: await readMovements(em, { assetId: loaded.asset.id, after: null, limit: shown }),
        tickets: limit === 0 ? [] : await readTicketsAbout(em, { ...about, limit }),
      };
    });
    render(ctx, 'assets/views/overview', {
      ...frame.model,
      links: frame.tickets.links,
      movements: presentMovements(ctx.state.translator, movements, { seesAll: frame.seesAll, readerId: userId }),
      active: presentTickets(tickets, frame.tickets),
    });
  };
}
