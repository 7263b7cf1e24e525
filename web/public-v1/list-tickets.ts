import { inTenant } from '../../src/db/in-tenant.ts';
import { queueCondition } from '../../src/db/reading/agent-queue-filter.ts';
import {
  type ApiTicket,
  readApiTickets,
  type TicketOrder,
  type TicketPlace,
} from '../../src/db/reading/api-tickets.ts';
import type { ApiCaller } from '../../src/host/api-keys/find-api-key.ts';
import type { WebDeps } from '../http/context.ts';
import { linksShown } from '../http/links-shown.ts';
import { sightOf } from './caller.ts';
import { listName, ticketCursorAt, ticketPlaceAt } from './cursor.ts';
import { pageAnswer } from './next-page.ts';
import { presentTicket } from './present-ticket.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { TicketQuery } from './schemas/parameters.ts';

/** GET /tickets: by keyset, so that page 400 costs what page 1 costs. */
export function listTickets({ orm, config }: WebDeps) {
  return async ({ caller, now, query }: ApiRequest<TicketQuery>): Promise<ApiAnswer> => {
    const { limit, cursor, ...filters } = query;
    const list = listName(filters);
    const order: TicketOrder = {
      field: query.sort.endsWith('updated_at') ? 'updated_at' : 'created_at',
      descending: query.sort.startsWith('-'),
    };
    const found = await inTenant(orm, caller.tenantId, (em) =>
      readApiTickets(em, sightOf(caller), {
        condition: conditionOf(query, caller, linksShown(caller, now).assets),
        updated: { since: query.updated_since, until: query.updated_until },
        order,
        after: cursor === undefined ? null : ticketPlaceAt(list, cursor),
        limit: limit + 1,
      }),
    );
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return pageAnswer(`${config.publicUrl}/public/v1/tickets`, query, {
      data: page.map((each) => presentTicket(each, caller, now)),
      next: last === undefined ? null : ticketCursorAt(list, placeOf(last, order)),
    });
  };
}

/** What the filters stand for. Where assets are switched off, no ticket has one. */
function conditionOf(query: TicketQuery, { actor }: ApiCaller, assetsShown: boolean) {
  const person = (named: string): string => (named === 'me' ? actor.id : named);
  const { assignee, reporter, asset } = query;
  const condition = queueCondition({
    view: 'all',
    userId: actor.id,
    statuses: query.status ?? [],
    types: query.type ?? [],
    priorities: [],
    assignee:
      assignee === undefined
        ? undefined
        : assignee === 'none'
          ? { kind: 'nobody' }
          : { kind: 'person', id: person(assignee) },
    reporterId: reporter === undefined ? undefined : person(reporter),
    words: query.q,
    createdFrom: query.created_since,
    createdBefore: query.created_until,
  });
  if (asset === undefined) return condition;
  if (!assetsShown) return { sql: 'false', params: [] };
  return {
    sql: `${condition.sql} and t.id = any (array(select ticket_id from ticket_asset where asset_id = ?))`,
    params: [...condition.params, asset],
  };
}

function placeOf({ ticket, updatedAt }: ApiTicket, { field }: TicketOrder): TicketPlace {
  return { at: field === 'updated_at' ? updatedAt : new Date(ticket.createdAt), id: ticket.id };
}
