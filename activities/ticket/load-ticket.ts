import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketFromRow } from '../../src/db/ticket-row.ts';
import { confirmVersion } from '../../src/db/upkeep/unconfirmed-tickets.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/**
 * Loads the ticket for its workflow, which continues from this row; so the same transaction confirms the row's version.
 * Null if there is no such ticket.
 */
export async function loadTicket(orm: Orm, of: { tenantId: string; ticketId: string }): Promise<Ticket | null> {
  return inTenant(orm, of.tenantId, async (em) => {
    const row = await em.findOne(TicketEntity, { tenantId: of.tenantId, id: of.ticketId });
    if (row === null) return null;
    await confirmVersion(em, { ...of, version: row.version });
    return ticketFromRow(row);
  });
}
