import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Command } from '../../src/domain/command.ts';
import type { RecordedTicket, Ticket } from '../../src/domain/ticket.ts';
import type { CommandAnswer, TicketInput } from '../../src/temporal/messages.ts';

/** What a run of an earlier release passed to the next. */
export type CarriedByRetired = Readonly<{ ticket: RecordedTicket; mailDueAt?: string | null }>;

/** What a run of an earlier release was started with. */
export type RetiredTicketInput = Omit<TicketInput, 'carried' | 'generation'> & Readonly<{ carried?: CarriedByRetired }>;

/** What such a run reports. */
export type RetiredTicketReport = Readonly<{
  ticket: Ticket | null;
  waitingCommands: number;
  sendingMail: boolean;
  mailDueAt: string | null;
  commandsInThisRun: number;
}>;

/** A single command, as earlier releases sent it. */
export const commandUpdate = defineUpdate<CommandAnswer, [Command]>('command');

/** An agent (`by`, a user's id) asks for a failed mail to be sent again. */
export const sendAgainUpdate = defineUpdate<void, [{ noticeId: string; by: string }]>('sendAgain');

export const retiredTicketQuery = defineQuery<RetiredTicketReport>('ticket');
