import { type Client, WithStartWorkflowOperation } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { Command, CreateCommand } from '../domain/command.ts';
import { spelledOut } from '../domain/spelled-out.ts';
import { type CommandAnswer, commandSignal, createdUpdate, type TicketInput } from './messages.ts';
import { ticketWorkflowId } from './names.ts';
import { searchAttributes } from './search-attributes.ts';

type StartTools = Readonly<{ client: Client; taskQueue: string }>;
type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/** What every workflow of a ticket is started with. One that is already running is left as it is. */
const startOf = ({ taskQueue }: StartTools, input: TicketInput) => ({
  workflowId: ticketWorkflowId(input.tenantId, input.ticketId),
  taskQueue,
  args: [input] as [TicketInput],
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.tenant, value: input.tenantId }]),
});

const fromRows = (tools: StartTools, { tenantId, ticketId }: TicketKey) => ({
  ...startOf(tools, { tenantId, ticketId, generation: 2 }),
  workflowIdReusePolicy: 'ALLOW_DUPLICATE' as const,
  staticSummary: 'Ticket, started anew from its rows',
});

/** Starts the workflow of an active ticket from its rows. */
export async function startFromRows(tools: StartTools, of: TicketKey): Promise<void> {
  await tools.client.workflow.start('ticket', fromRows(tools, of));
}

/** The same, with a first command. */
export async function restartFromRows(tools: StartTools, of: TicketKey, first: Command): Promise<void> {
  await tools.client.workflow.signalWithStart('ticket', {
    ...fromRows(tools, of),
    signal: commandSignal,
    signalArgs: [first],
  });
}

/**
 * Starts the workflow of a new ticket and waits for its first save. `attempt` distinguishes this call from any other
 * that creates the same ticket: only one of them gets an answer that is not a repeat.
 */
export async function createTicket(tools: StartTools, command: CreateCommand, attempt: string): Promise<CommandAnswer> {
  const { tenantId, ticketId } = command;
  const start = new WithStartWorkflowOperation('ticket', {
    ...startOf(tools, { tenantId, ticketId, generation: 2, create: command, attempt }),
    // The default would start a second workflow for a finished ticket. A refused creation may be tried again.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    staticSummary: `${spelledOut(command.type)}: ${command.title}`,
  });
  return tools.client.workflow.executeUpdateWithStart(createdUpdate, {
    startWorkflowOperation: start,
    args: [{ attempt }],
    updateId: attempt,
  });
}
