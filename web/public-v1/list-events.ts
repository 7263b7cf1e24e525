import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import { readApiEvents } from '../../src/db/reading/api-events.ts';
import type { WebDeps } from '../http/context.ts';
import { hiddenEvents, linksShown } from '../http/links-shown.ts';
import { sightOf } from './caller.ts';
import { historyPlaceAt } from './cursor.ts';
import { ticketInPath } from './find-ticket.ts';
import { historyAnswer } from './history-page.ts';
import { presentEvent } from './present-event.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { pageQuery } from './schemas/parameters.ts';

/** GET /tickets/{id}/events (R4), without events about links that are switched off. */
export function listEvents({ orm, config }: WebDeps) {
  return async (request: ApiRequest<z.output<typeof pageQuery>>): Promise<ApiAnswer> => {
    const { caller, now, query } = request;
    const from = query.cursor === undefined ? 0 : historyPlaceAt(query.cursor);
    return inTenant(orm, caller.tenantId, async (em) => {
      const { ticket } = await ticketInPath(em, request);
      const hidden = hiddenEvents(linksShown(caller, now));
      const asked = { ticketId: ticket.id, from, limit: query.limit, hidden };
      const events = await readApiEvents(em, sightOf(caller), asked);
      const url = `${config.publicUrl}/public/v1/tickets/${ticket.id}/events`;
      return historyAnswer(url, { from, query }, events, (event) => presentEvent(event));
    });
  };
}
