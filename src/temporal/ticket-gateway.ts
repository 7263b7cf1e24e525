import type { Command, CreateCommand } from '../domain/command.ts';
import type { CommandAnswer } from './messages.ts';

export type { CommandAnswer };

/** The way of every write to its ticket's workflow. All throw `Refused` (src/domain/refusal.ts) or `Unavailable`. */
export type TicketGateway = Readonly<{
  create(command: CreateCommand): Promise<CommandAnswer>;
  send(tenantId: string, ticketId: string, command: Command): Promise<CommandAnswer>;
  /** Has a mail that has failed sent again, by the wish of `by` (a user's id). Asking twice is safe. */
  sendMailAgain(tenantId: string, ticketId: string, wish: { noticeId: string; by: string }): Promise<void>;
}>;

/** Temporal did not answer in time: the command may still be carried out, and repeating it is safe. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
