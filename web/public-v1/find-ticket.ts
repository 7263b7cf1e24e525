import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type ApiTicket, readApiTicket } from '../../src/db/reading/api-tickets.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { noSuchTicket, Refused } from '../../src/domain/refusal.ts';
import { sightOf } from './caller.ts';
import type { ApiRequest } from './route.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The ticket that the path names, by id or number. Whether there is none or the key may not see it is not told.
 * @throws Refused `not_found`
 */
export async function ticketInPath(em: TenantEm, { caller, params }: ApiRequest): Promise<ApiTicket> {
  const { id = '' } = params;
  const number = id.toUpperCase();
  const name = uuid.test(id) ? { id } : isTicketNumber(number) ? { number } : null;
  const ticket = name === null ? null : await readApiTicket(em, sightOf(caller), name);
  if (ticket === null) throw new Refused(noSuchTicket);
  return ticket;
}
