import type { z } from 'zod';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { WebDeps } from '../http/context.ts';
import { isNamedIn } from './entity-tag.ts';
import { ticketInPath } from './find-ticket.ts';
import { presentTicket, ticketHeaders } from './present-ticket.ts';
import type { ApiAnswer, ApiRequest } from './route.ts';
import type { readHeaders } from './schemas/parameters.ts';

/** GET /tickets/{id}; 304 for clients that have this version already. */
export function readTicket({ orm }: WebDeps) {
  return async (request: ApiRequest<unknown, z.output<typeof readHeaders>>): Promise<ApiAnswer> => {
    const { caller, now } = request;
    const found = await inTenant(orm, caller.tenantId, (em) => ticketInPath(em, request));
    const headers = ticketHeaders(found);
    const tags = request.headers['If-None-Match'];
    if (tags !== undefined && isNamedIn(tags, found.version)) return { status: 304, headers };
    return { status: 200, headers, body: presentTicket(found, caller, now) };
  };
}
