import { randomUUID } from 'node:crypto';
import {
  type Client,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import { commandOutcome } from '../db/reading/command-outcome.ts';
import type { CreateCommand } from '../domain/command.ts';
import { noSuchTicket, type Refusal, refusalCodes, Refused } from '../domain/refusal.ts';
import { isFinal, statusWords } from '../domain/status.ts';
import { typeWords } from '../domain/ticket.ts';
import { startFromRows } from './start-ticket.ts';
import { mailWorkflowId, ticketWorkflowId } from './names.ts';
import { searchAttributes } from './search-attributes.ts';
import { type CommandAnswer, commandUpdate, createdUpdate, sendAgainUpdate, type TicketInput } from './messages.ts';
import { type TicketGateway, Unavailable } from './ticket-gateway.ts';

/** `deadlineMs`: how long a caller waits for Temporal before the answer is 503. */
export type GatewayTools = Readonly<{ client: Client; taskQueue: string; orm: Orm; deadlineMs: number }>;

/**
 * Carries commands to their tickets' workflows and waits for yes or no, for `deadlineMs` at most. A command that was
 * carried out before is answered from its row, also when the workflow has gone.
 */
export function createTicketGateway(tools: GatewayTools): TicketGateway {
  return {
    create: async (command) => {
      const attempt = randomUUID();
      try {
        const answer = await inTime(tools, () => createWithStart(tools, command, attempt));
        return answer.repeated ? await earlierAnswer(tools.orm, command, command.ticketId) : answer;
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) {
          return earlierAnswer(tools.orm, command, command.ticketId);
        }
        throw meaningOf(error);
      }
    },
    send: async (tenantId, ticketId, command) => {
      const handle = tools.client.workflow.getHandle(ticketWorkflowId(tenantId, ticketId));
      // A fresh update id each time: repeats are known by the command's row, which outlives continue-as-new and the run,
      // tells other content under the same id, and says that it is a repeat. Temporal's own memory does none of these.
      const update = (): Promise<CommandAnswer> =>
        inTime(tools, () => handle.executeUpdate(commandUpdate, { args: [command] }));
      const of = { id: command.id, fingerprint: command.fingerprint, tenantId };
      try {
        return await update();
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning instanceof Refused) return answerOrRefusal(tools.orm, of, ticketId, meaning);
        if (!(error instanceof WorkflowNotFoundError)) throw meaning;
      }
      return sendToLost(tools, of, ticketId, update);
    },
    sendMailAgain: async (tenantId, ticketId, wish) => {
      // One way for active and finished tickets: a short workflow beside the ticket's own.
      const start = new WithStartWorkflowOperation('mail', {
        workflowId: mailWorkflowId(tenantId, ticketId),
        taskQueue: tools.taskQueue,
        args: [{ tenantId, ticketId }],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: 'Sends mails of a ticket',
      });
      try {
        await inTime(tools, () =>
          tools.client.workflow.executeUpdateWithStart(sendAgainUpdate, {
            startWorkflowOperation: start,
            args: [wish],
          }),
        );
      } catch (error) {
        throw meaningOf(error);
      }
    },
  };
}

type Identified = Readonly<{ id: string; fingerprint: string; tenantId: string }>;

async function createWithStart(
  { client, taskQueue }: GatewayTools,
  command: CreateCommand,
  attempt: string,
): Promise<CommandAnswer> {
  const input: TicketInput = { tenantId: command.tenantId, ticketId: command.ticketId, create: command, attempt };
  const start = new WithStartWorkflowOperation('ticket', {
    workflowId: ticketWorkflowId(command.tenantId, command.ticketId),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'USE_EXISTING',
    // The default would start a second workflow for a finished ticket; a refused creation may be tried again.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
    typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.tenant, value: command.tenantId }]),
    staticSummary: `${typeWords(command.type)}: ${command.title}`,
  });
  return client.workflow.executeUpdateWithStart(createdUpdate, {
    startWorkflowOperation: start,
    args: [{ attempt }],
    updateId: attempt,
  });
}

/** No workflow: a finished ticket refuses, an active one gets its workflow back and then the command. */
async function sendToLost(
  tools: GatewayTools,
  command: Identified,
  ticketId: string,
  again: () => Promise<CommandAnswer>,
): Promise<CommandAnswer> {
  const known = await inTenant(tools.orm, command.tenantId, (em) => commandOutcome(em, ticketId, command.id));
  if (known === null) throw new Refused(noSuchTicket);
  if (known.command !== null) return earlierAnswer(tools.orm, command, ticketId);
  if (isFinal(known.status)) {
    throw new Refused({
      code: 'ticket_finished',
      message: `${known.number} is ${statusWords(known.status).toLowerCase()}, which is final. Open a follow-up ticket instead.`,
    });
  }
  try {
    await inTime(tools, () => startFromRows(tools, { tenantId: command.tenantId, ticketId }));
    return await again();
  } catch (error) {
    throw meaningOf(error);
  }
}

/** The answer that a command got when it was carried out, whoever has lost it since. */
async function earlierAnswer(orm: Orm, command: Identified, ticketId: string): Promise<CommandAnswer> {
  const known = await inTenant(orm, command.tenantId, (em) => commandOutcome(em, ticketId, command.id));
  if (known === null || known.command === null) throw new Refused(noSuchTicket);
  if (known.command.fingerprint !== command.fingerprint) {
    throw new Refused({
      code: 'command_id_reused',
      message: 'This was already sent with other content. Open the form again and send it anew.',
    });
  }
  return { ticketId, number: known.number, version: known.command.version, repeated: true };
}

/** A refusal of a repeated command would be untrue: it has been carried out, and the state it met was its own doing. */
async function answerOrRefusal(
  orm: Orm,
  command: Identified,
  ticketId: string,
  refused: Refused,
): Promise<CommandAnswer> {
  const known = await inTenant(orm, command.tenantId, (em) => commandOutcome(em, ticketId, command.id));
  if (known?.command == null || known.command.fingerprint !== command.fingerprint) throw refused;
  return { ticketId, number: known.number, version: known.command.version, repeated: true };
}

async function inTime<T>({ client, deadlineMs }: GatewayTools, call: () => Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  // The SDK pauses between its attempts, up to five seconds and past the deadline.
  const timer = setTimeout(() => reject(new Unavailable('Temporal did not answer in time')), deadlineMs);
  try {
    // Without a deadline a call waits for ever when no worker polls.
    return await Promise.race([client.connection.withDeadline(Date.now() + deadlineMs, call), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The one seam at which Temporal's failures become the product's: refused, unavailable, or what they are. */
function meaningOf(error: unknown): unknown {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const refusal = refusalIn(error.cause);
    if (refusal !== null) return new Refused(refusal);
  }
  // The run ended under the command (an operator's doing): repeating it meets the next one.
  if (error instanceof WorkflowUpdateFailedError)
    return new Unavailable('The workflow ended meanwhile', { cause: error });
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) {
    return new Unavailable('Temporal did not answer in time', { cause: error });
  }
  if (error instanceof Error && error.cause !== undefined && isGrpcServiceError(error.cause)) {
    return new Unavailable('Temporal did not answer', { cause: error });
  }
  return error;
}

function refusalIn(failure: ApplicationFailure): Refusal | null {
  const code = refusalCodes.find((known) => known === failure.type);
  if (code === undefined) return null;
  return (failure.details?.[0] as Refusal | undefined) ?? { code, message: failure.message };
}
