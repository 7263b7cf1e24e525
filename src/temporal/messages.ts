import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CreateCommand } from '../domain/command.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { RecordedTicket, Ticket } from '../domain/ticket.ts';

/** What a ticket's workflow is started with. Without `create` and `carried` it begins from the rows in the database. */
export type TicketInput = Readonly<{
  tenantId: string;
  ticketId: string;
  /**
   * Which way the workflow goes. Runs of 2 take commands in batches and leave mail to the outbox; those without were
   * started by earlier releases (workflows/retired) and continue as 2 when they are next at rest.
   */
  generation?: 2;
  create?: CreateCommand;
  /** Made anew for each attempt to create: tells the caller whose attempt made the ticket from one that found it made. */
  attempt?: string;
  /** What one run hands to the next at continue-as-new. */
  carried?: Readonly<{ ticket: RecordedTicket }>;
  /** After how many batches of commands a run continues as new, where Temporal does not suggest it earlier. */
  continueAfter?: number;
}>;

/** What the caller of an accepted command learns: where the ticket stands after it. */
export type CommandAnswer = Readonly<{
  ticketId: string;
  number: string;
  version: number;
  /** True when this command id had been carried out before, and nothing was done now. */
  repeated: boolean;
}>;

/** Yes or no to one command of a batch. */
export type CommandReply = Readonly<{ ok: true; answer: CommandAnswer } | { ok: false; refusal: Refusal }>;

/** What operators, `verify` and tests see of a running ticket. */
export type TicketReport = Readonly<{
  ticket: Ticket | null;
  waitingCommands: number;
  batchesInThisRun: number;
}>;

/** How many commands a batch has at most, and how many bytes of UTF-8 their texts, as JSON, where it has more than one. */
export const batchLimits = { commands: 20, bytes: 512 * 1024 } as const;

/** Waits for the first save of a ticket that is being created; repeated for one that exists, it answers at once. */
export const createdUpdate = defineUpdate<CommandAnswer, [{ attempt: string }]>('created');

/** Commands whose senders wait for yes or no, carried out in their order; a reply to each. */
export const commandsUpdate = defineUpdate<CommandReply[], [readonly Command[]]>('commands');

/** The type of the failure by which a batch is refused whole; its detail is the refusal of each command. */
export const allRefused = 'all_refused';

/** A command whose sender does not wait: a refusal is recorded in the ticket's history. */
export const commandSignal = defineSignal<[Command]>('command');

/** Asks the workflow to look at its rows: the database may be ahead of it. */
export const refreshSignal = defineSignal('refresh');

/** Something more has come to do: the workflow looks again before it ends. */
export const wakeSignal = defineSignal('wake');

/** What the audit of quotas has done so far. `cursor`: the id of the last tenant that was looked at. */
export type AuditProgress = Readonly<{
  startedAt: string;
  cursor: string | null;
  lookedAt: number;
  opened: number;
  closed: number;
  failed: number;
}>;

/** The audit as it stands. */
export const auditQuery = defineQuery<AuditProgress>('audit');

export const ticketQuery = defineQuery<TicketReport>('ticket');
