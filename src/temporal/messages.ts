import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Command, CreateCommand } from '../domain/command.ts';
import type { RecordedTicket, Ticket } from '../domain/ticket.ts';

/** What a ticket's workflow is started with. Without `create` and `carried` it begins from the rows in the database. */
export type TicketInput = Readonly<{
  tenantId: string;
  ticketId: string;
  create?: CreateCommand;
  /** Made anew for each attempt to create: tells the caller whose attempt made the ticket from one that found it made. */
  attempt?: string;
  /** What one run hands to the next at continue-as-new. */
  carried?: Readonly<{ ticket: RecordedTicket; mailDueAt: string | null }>;
  /** After how many commands a run continues as new, where Temporal does not suggest it earlier. */
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

/** What operators, `verify` and tests see of a running ticket. */
export type TicketReport = Readonly<{
  ticket: Ticket | null;
  waitingCommands: number;
  sendingMail: boolean;
  /** When the next notice is due (ISO 8601), or null when all notices of the ticket have come to their end. */
  mailDueAt: string | null;
  commandsInThisRun: number;
}>;

/** Waits for the first save of a ticket that is being created; repeated for one that exists, it answers at once. */
export const createdUpdate = defineUpdate<CommandAnswer, [{ attempt: string }]>('created');

/** A command whose sender waits for yes or no. */
export const commandUpdate = defineUpdate<CommandAnswer, [Command]>('command');

/** A command whose sender does not wait: a refusal is recorded in the ticket's history. */
export const commandSignal = defineSignal<[Command]>('command');

/** Asks the workflow to look at its rows: notices are overdue, or the database is ahead of it. */
export const refreshSignal = defineSignal('refresh');

/** An agent (`by`, a user's id) wants a mail that has failed to be sent again; waits until it is due, not until it is sent. */
export const sendAgainUpdate = defineUpdate<void, [{ noticeId: string; by: string }]>('sendAgain');

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
