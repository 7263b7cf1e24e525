import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketFromRow } from '../../src/db/ticket-row.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { mailDueAt } from '../mail/due-notices.ts';

/** What the rows say of a ticket. */
export type TicketRows = Readonly<{ ticket: Ticket; mailDueAt: string | null }>;

/**
 * Reads the ticket for its workflow, which takes the row as it is from then on; so the row's version is confirmed by the
 * same transaction. Null when there is no such ticket.
 */
export async function readTicket(orm: Orm, of: { tenantId: string; ticketId: string }): Promise<TicketRows | null> {
  return inTenant(orm, of.tenantId, async (em) => {
    const key = { tenantId: of.tenantId, id: of.ticketId };
    const row = await em.findOne(TicketEntity, key);
    if (row === null) return null;
    if (row.confirmedVersion < row.version) {
      await em.nativeUpdate(TicketEntity, { ...key, version: row.version }, { confirmedVersion: row.version });
    }
    return { ticket: ticketFromRow(row), mailDueAt: await mailDueAt(em, of) };
  });
}
