import type { Command, CreateCommand } from '../src/domain/command.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { CommandAnswer } from '../workflows/messages.ts';

export type { CommandAnswer };

/** The way of every write to its ticket's workflow. Both throw `Refused` or `Unavailable`. */
export type TicketGateway = Readonly<{
  create(command: CreateCommand): Promise<CommandAnswer>;
  send(tenantId: string, ticketId: string, command: Command): Promise<CommandAnswer>;
}>;

/** The rules say no, and nothing was changed. */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Temporal did not answer in time: the command may still be carried out, and repeating it is safe. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}
