import { inTenant } from '../../src/db/in-tenant.ts';
import { readTicketsAbout } from '../../src/db/reading/tickets-of-asset.ts';
import { isFinal } from '../../src/domain/status.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { loadFrame } from './frame.ts';
import { presentTickets } from './present-asset.ts';

const most = 100;

/**
 * GET /assets/:id/tickets: the tickets about an asset, active ones first (R27): all of them for agents, else the
 * person's own.
 */
export function ticketsPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const { tenantId } = principalOf(ctx);
    const { frame, tickets } = await inTenant(orm, tenantId, async (em) => {
      const loaded = await loadFrame(ctx, em, 'tickets');
      const about = { assetId: loaded.asset.id, reporterId: loaded.tickets.reporterId };
      return { frame: loaded, tickets: await readTicketsAbout(em, { ...about, limit: most }) };
    });
    const { counts, asset } = frame;
    const lines = presentTickets(tickets, frame.tickets);
    const ofAll = frame.tickets.reporterId === null;
    render(ctx, 'assets/views/tickets', {
      ...frame.model,
      ofAll,
      groups: [
        {
          id: 'active',
          title: 'assets.tickets.active',
          count: counts.active,
          tickets: lines.filter(({ status }) => !isFinal(status)),
        },
        {
          id: 'finished',
          title: 'assets.tickets.finished',
          count: counts.all - counts.active,
          tickets: lines.filter(({ status }) => isFinal(status)),
        },
      ].filter((group) => group.tickets.length > 0),
      more: counts.all > lines.length ? lines.length : null,
      queueHref: ofAll ? `/tickets?view=all&asset=${asset.id}` : null,
    });
  };
}
