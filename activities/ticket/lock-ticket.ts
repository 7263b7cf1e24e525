import { LockMode } from '@mikro-orm/core';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import { CommandEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketFromRow } from '../../src/db/ticket-row.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { SaveRequest } from './save-request.ts';

/** A command that was saved before, and the version that it led to. */
export type EarlierCommand = Readonly<{ id: string; fingerprint: string; version: number }>;

/**
 * A ticket that nobody else can write until the transaction ends, with those of the request's commands it already has.
 */
export type LockedTicket = Readonly<{ ticket: Ticket; lastHash: Buffer; commands: readonly EarlierCommand[] }>;

/** Locks the ticket's row; null if there is none. */
export async function lockTicket(em: TenantEm, request: SaveRequest): Promise<LockedTicket | null> {
  const { tenantId, ticketId } = request;
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE };
  const row = await em.findOne(TicketEntity, { tenantId, id: ticketId }, lock);
  if (row === null) return null;
  // Read after the lock, so that it sees what another attempt of this request has committed meanwhile.
  const ids = request.commands.flatMap(({ id, recordAs }) => (recordAs === undefined ? [id] : [id, recordAs]));
  const commands = await em.find(CommandEntity, { tenantId, ticketId, id: { $in: ids } });
  return { ticket: ticketFromRow(row), lastHash: Buffer.from(row.lastHash), commands };
}
