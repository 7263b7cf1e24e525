import { inTenant } from '../../src/db/in-tenant.ts';
import { type ApiTicket, readApiTickets } from '../../src/db/reading/api-tickets.ts';
import { placeIn, type TicketPlace } from '../../src/db/reading/ticket-order.ts';
import type { TicketList, TicketSort } from '../../src/domain/filter/ticket-list.ts';
import type { WebDeps } from '../http/context.ts';
import { linksShown } from '../http/links-shown.ts';
import { sightOf } from './caller.ts';
import { listName, ticketCursorAt, ticketPlaceAt } from './cursor.ts';
import { defined } from './defined.ts';
import { pageAnswer } from './next-page.ts';
import { presentTicket } from './present-ticket.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { TicketQuery } from './schemas/parameters.ts';

/** GET /tickets: by keyset, so that page 400 costs what page 1 costs. */
export function listTickets({ orm, config }: WebDeps) {
  return async ({ caller, now, query }: ApiRequest<TicketQuery>): Promise<ApiAnswer> => {
    const { limit, cursor, sort, ...fields } = query;
    const list: TicketList = { filter: { view: 'all', ...defined(fields) }, sort };
    const name = listName(list);
    const after = cursor === undefined ? null : ticketPlaceAt({ name, sort }, cursor);
    // While they are switched off, no ticket has an asset or a movement.
    const shown = linksShown(caller, now);
    const isEmpty = (fields.asset && !shown.assets) || (fields.movement && !shown.movements);
    const { rows, more } = isEmpty
      ? { rows: [], more: false }
      : await inTenant(orm, caller.tenantId, (em) =>
          readApiTickets(em, sightOf(caller), list, { userId: caller.actor.id, after, limit }),
        );
    const last = more ? rows.at(-1) : undefined;
    return pageAnswer(`${config.publicUrl}/public/v1/tickets`, query, {
      data: rows.map((each) => presentTicket(each, caller, now)),
      next: last === undefined ? null : ticketCursorAt(name, placeOf(last, sort)),
    });
  };
}

function placeOf({ ticket, updatedAt }: ApiTicket, sort: TicketSort): TicketPlace {
  const { id, priority, createdAt, waitingSince } = ticket;
  return placeIn(sort, {
    id,
    priority,
    createdAt: new Date(createdAt),
    changedAt: updatedAt,
    waitingSince: waitingSince === null ? null : new Date(waitingSince),
  });
}
