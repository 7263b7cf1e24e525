import type { TenantEm } from '../in-tenant.ts';
import { CommandEntity, TicketEntity } from '../ticket-entities.ts';
import type { Status } from '../../domain/status.ts';

/** What is known of a ticket and of one of its commands, for a caller whose answer was lost or came too late. */
export type CommandOutcome = Readonly<{
  number: string;
  status: Status;
  command: Readonly<{ fingerprint: string; version: number }> | null;
}>;

/** Looks a command up among those carried out. Null if there is no such ticket. */
export async function commandOutcome(
  em: TenantEm,
  ticketId: string,
  commandId: string,
): Promise<CommandOutcome | null> {
  const ticket = await em.findOne(TicketEntity, { id: ticketId }, { fields: ['number', 'status'] });
  if (ticket === null) return null;
  const command = await em.findOne(CommandEntity, { ticketId, id: commandId });
  return {
    number: ticket.number,
    status: ticket.status,
    command: command === null ? null : { fingerprint: command.fingerprint, version: command.version },
  };
}
