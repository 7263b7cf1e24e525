import type { TenantEm } from '../../src/db/in-tenant.ts';
import { type ApiTicket, readApiTicket } from '../../src/db/reading/api-tickets.ts';
import { isTicketNumber } from '../../src/domain/numbering.ts';
import { noSuchTicket, Refused } from '../../src/domain/refusal.ts';
import { isUuid } from '../../src/domain/uuid.ts';
import { sightOf } from './caller.ts';
import type { ApiRequest } from './route.ts';

/**
 * The ticket that the path names, by id or number. The refusal does not reveal whether there is none or the key may not
 * see it.
 * @throws Refused `not_found`
 */
export async function ticketInPath(em: TenantEm, { caller, params }: ApiRequest): Promise<ApiTicket> {
  const { id = '' } = params;
  const number = id.toUpperCase();
  const name = isUuid(id) ? { id } : isTicketNumber(number) ? { number } : null;
  const ticket = name === null ? null : await readApiTicket(em, sightOf(caller), name);
  if (ticket === null) throw new Refused(noSuchTicket);
  return ticket;
}
