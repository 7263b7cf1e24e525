import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CreateCommand } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { RecordedTicket, Ticket } from '../domain/ticket.ts';

/** What a ticket's workflow is started with. Without `create` and `carried` it begins from the rows in the database. */
export type TicketInput = Readonly<{
  tenantId: string;
  ticketId: string;
  /**
   * Which protocol the workflow follows. Runs of 2 take commands in batches and leave mail to the outbox. Runs without
   * it were started by earlier releases (workflows/retired) and continue as 2 when they are next at rest.
   */
  generation?: 2;
  create?: CreateCommand;
  /**
   * Generated for each attempt to create: tells the caller whose attempt created the ticket from one that found it
   * created.
   */
  attempt?: string;
  /** What one run passes to the next at continue-as-new. */
  carried?: Readonly<{ ticket: RecordedTicket }>;
  /** After how many batches a run continues as new, unless Temporal suggests it earlier. */
  continueAfter?: number;
}>;

/** What the caller of an accepted command is told: the state of the ticket after it. */
export type CommandAnswer = Readonly<{
  ticketId: string;
  number: string;
  version: number;
  /** True if this command id was carried out before, and nothing was done now. */
  repeated: boolean;
}>;

/** The yes or no to one command of a batch. */
export type CommandReply = Readonly<{ ok: true; answer: CommandAnswer } | { ok: false; refusal: Refusal }>;

/** What operators, `verify` and tests see of a running ticket. */
export type TicketReport = Readonly<{
  ticket: Ticket | null;
  waitingCommands: number;
  batchesInThisRun: number;
}>;

/** The most commands in a batch, and the most bytes of UTF-8, as JSON, unless it has only one command. */
export const batchLimits = { commands: 20, bytes: 512 * 1024 } as const;

/** Waits for the first save of a ticket that is being created. For a ticket that already exists, it answers at once. */
export const createdUpdate = defineUpdate<CommandAnswer, [{ attempt: string }]>('created');

/** Commands whose senders wait for yes or no, carried out in order; there is a reply to each. */
export const commandsUpdate = defineUpdate<CommandReply[], [readonly Command[]]>('commands');

/** The failure type of a batch that is refused as a whole; its detail is the refusal of each command. */
export const allRefused = 'all_refused';

/** A command whose sender does not wait: a refusal is recorded in the ticket's history. */
export const commandSignal = defineSignal<[Command]>('command');

/** Asks the workflow to reload its rows: the database may be ahead of it. */
export const refreshSignal = defineSignal('refresh');

/** There is more to do: the workflow looks again before it ends. */
export const wakeSignal = defineSignal('wake');

/** The progress of the quota audit. `cursor`: the id of the last tenant that was looked at. */
export type AuditProgress = Readonly<{
  startedAt: string;
  cursor: string | null;
  lookedAt: number;
  opened: number;
  closed: number;
  failed: number;
}>;

/** The audit's progress so far. */
export const auditQuery = defineQuery<AuditProgress>('audit');

export const ticketQuery = defineQuery<TicketReport>('ticket');
