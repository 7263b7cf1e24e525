import type { Command, CreateCommand } from '../domain/command.ts';
import type { CommandAnswer } from './messages.ts';

export type { CommandAnswer };

/** The way of every write to its ticket's workflow. Both throw `Refused` (src/domain/refusal.ts) or `Unavailable`. */
export type TicketGateway = Readonly<{
  create(command: CreateCommand): Promise<CommandAnswer>;
  send(tenantId: string, ticketId: string, command: Command): Promise<CommandAnswer>;
}>;

/**
 * There was no answer in time. The command may still be carried out, and repeating it is safe. `retryAfter` says when
 * that makes sense, in seconds.
 */
export class Unavailable extends Error {
  override name = 'Unavailable';
  readonly retryAfter: number;

  constructor(message: string, { retryAfter = 5, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(message, { cause });
    this.retryAfter = retryAfter;
  }
}
