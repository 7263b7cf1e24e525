import { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readMovements } from '../../src/db/reading/asset-history.ts';
import { type AssetTicket, readTicketsOfMovements } from '../../src/db/reading/tickets-of-asset.ts';
import { principalOf, type WebDeps } from '../http/context.ts';
import { readQuery } from '../forms/form.ts';
import { render } from '../page/render.ts';
import type { Handler } from '../http/route.ts';
import { loadFrame } from './frame.ts';
import { listPlace } from '../forms/place.ts';
import { pageOf } from '../page/paging.ts';
import { assetPath } from './paths.ts';
import { presentTickets } from './present-asset.ts';
import { presentMovements } from './present-movements.ts';
import { reportHref, type TicketReader } from './readers.ts';

const pageSize = 50;

/** How many tickets are shown with a movement. */
const ticketsShown = 5;

const place = listPlace({ at: 'time', id: 'id' });

const query = z.object({ after: place.field });

/** GET /assets/:id/movements: where the asset has been, the newest first, and the tickets about each movement (R30). */
export function movementsPage({ orm }: WebDeps): Handler {
  return async (ctx) => {
    const principal = principalOf(ctx);
    const { after } = readQuery(ctx, query);
    const { frame, movements, tickets } = await inTenant(orm, principal.tenantId, async (em) => {
      const loaded = await loadFrame(ctx, em, 'movements');
      const read = await readMovements(em, { assetId: loaded.asset.id, after, limit: pageSize + 1 });
      const { movements: linked, reporterId } = loaded.tickets;
      const movementIds = linked ? read.map(({ id }) => id) : [];
      return {
        frame: loaded,
        movements: read,
        tickets: await readTicketsOfMovements(em, { movementIds, reporterId, limit: ticketsShown }),
      };
    });
    const { asset, seesAll } = frame;
    const { shown: onPage, last } = pageOf(movements, pageSize);
    const shown = presentMovements(ctx.state.translator, onPage, { seesAll, readerId: principal.userId });
    const report = (movementId: string) =>
      frame.tickets.movements ? reportHref(principal, ctx.state.now, { assetId: asset.id, movementId }) : null;
    render(ctx, 'assets/views/movements', {
      ...frame.model,
      movements: shown.map((movement) => ({
        ...movement,
        ...ticketsAbout(movement.id, tickets.get(movement.id) ?? [], frame.tickets),
        reportHref: report(movement.id),
      })),
      first: after === null ? null : assetPath(asset.id, '/movements'),
      next: last && `${assetPath(asset.id, '/movements')}?after=${place.toText({ at: last.happenedAt, id: last.id })}`,
    });
  };
}

/** The newest tickets about a movement; if there are `more`, with the link under which an agent finds all of them. */
function ticketsAbout(movementId: string, found: readonly AssetTicket[], reader: TicketReader) {
  const more = found.length > ticketsShown;
  const queue = `/tickets?view=all&movement=${movementId}`;
  return {
    tickets: presentTickets(found.slice(0, ticketsShown), reader),
    more,
    queueHref: more && reader.reporterId === null ? queue : null,
  };
}
