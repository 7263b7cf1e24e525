import { randomUUID } from 'node:crypto';
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { inTenant } from '../db/in-tenant.ts';
import type { Orm } from '../db/orm.ts';
import { commandOutcome } from '../db/reading/command-outcome.ts';
import type { Command } from '../domain/command.ts';
import { noSuchTicket, type Refusal, refusalCodes, Refused } from '../domain/refusal.ts';
import { isFinal } from '../domain/status.ts';
import { finished } from '../domain/decide-guards.ts';
import { TicketEntity } from '../db/ticket-entities.ts';
import { createBatches } from './batches.ts';
import { createConfirmations } from './confirmations.ts';
import { createFairShare } from './fair-share.ts';
import { inTime } from './deadline.ts';
import { allRefused, batchLimits, type CommandAnswer, type CommandReply, commandsUpdate } from './messages.ts';
import { ticketWorkflowId } from './names.ts';
import { createTicket, startFromRows } from './start-ticket.ts';
import { createSuspects } from './suspects.ts';
import { type TicketGateway, Unavailable } from './ticket-gateway.ts';

/** `deadlineMs`: how long a caller waits for an answer before it gets 503. */
export type GatewayTools = Readonly<{ client: Client; taskQueue: string; orm: Orm; deadlineMs: number }>;

/**
 * So many commands of one tenant are under way at once, by one process: more make two cores no faster (`npm run bench`), and
 * would only stand in the way of other tenants.
 */
const atOncePerTenant = 4;

type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/**
 * Carries commands to their tickets' workflows and waits for yes or no, for at most `deadlineMs`. Each ticket has one
 * update in flight at a time: commands that come meanwhile travel together. A command that was carried out before is
 * answered from its row, even if the workflow is gone or cannot answer. `close` records what the answers have
 * confirmed, before the process ends.
 */
export function createTicketGateway(tools: GatewayTools): TicketGateway & { close(): Promise<void> } {
  const { client, orm, deadlineMs } = tools;
  const confirmations = createConfirmations(orm);
  const suspects = createSuspects(orm);
  const inTurn = createFairShare({ atOnce: atOncePerTenant, deadlineMs });
  const confirmed = (tenantId: string, answer: CommandAnswer): CommandAnswer => {
    if (!answer.repeated) confirmations.add({ tenantId, ticketId: answer.ticketId, version: answer.version });
    return answer;
  };
  /** Tickets that are being asked: whoever waits in vain for any other has not been told anything about it. */
  const asked = new Set<string>();
  const ask = async (of: TicketKey, commands: readonly Command[], leftMs: number): Promise<readonly CommandReply[]> => {
    const id = ticketWorkflowId(of.tenantId, of.ticketId);
    asked.add(id);
    try {
      return await sendBatch({ ...tools, deadlineMs: leftMs }, of, commands);
    } catch (error) {
      if (error instanceof Unavailable) suspects.add(of);
      throw error;
    } finally {
      asked.delete(id);
    }
  };
  const sendBatched = createBatches<TicketKey, Command, CommandReply>({
    limits: { items: batchLimits.commands, bytes: batchLimits.bytes },
    deadlineMs,
    bytesOf: (command) => Buffer.byteLength(JSON.stringify(command)),
    laneOf: ({ tenantId, ticketId }) => ticketWorkflowId(tenantId, ticketId),
    // A ticket that does not answer keeps nobody else's turn.
    send: (of, commands) =>
      suspects.has(of) ? ask(of, commands, deadlineMs) : inTurn(of.tenantId, (leftMs) => ask(of, commands, leftMs)),
  });
  return {
    create: async (command) => {
      const { tenantId, ticketId } = command;
      try {
        const answer = await inTurn(tenantId, (leftMs) =>
          inTime(client, leftMs, () => createTicket(tools, command, randomUUID())),
        );
        return answer.repeated ? await earlierAnswer(orm, command, ticketId) : confirmed(tenantId, answer);
      } catch (error) {
        if (error instanceof WorkflowExecutionAlreadyStartedError) return earlierAnswer(orm, command, ticketId);
        throw meaningOf(error);
      }
    },
    send: async (tenantId, ticketId, command) => {
      const of = { tenantId, ticketId };
      // What was carried out before is answered at once, even for a ticket that does not answer now.
      const known = suspects.has(of) ? await earlierAnswerIfAny(orm, of, command) : null;
      if (known !== null) return known;
      try {
        const reply = await sendBatched(of, command);
        if (reply.ok) return confirmed(tenantId, reply.answer);
        throw new Refused(reply.refusal);
      } catch (error) {
        // It may have been carried out before, or just now: then neither a refusal nor a missing answer is the truth.
        if (error instanceof Unavailable && asked.has(ticketWorkflowId(tenantId, ticketId))) suspects.add(of);
        const done = await earlierAnswerIfAny(orm, of, command).catch(() => null);
        if (done !== null) return done;
        throw error;
      }
    },
    close: () => confirmations.close(),
  };
}

/** Sends one update with all of these commands. If it is refused as a whole, it leaves no trace in Temporal. */
async function sendBatch(
  tools: GatewayTools,
  of: TicketKey,
  commands: readonly Command[],
): Promise<readonly CommandReply[]> {
  const { client, deadlineMs } = tools;
  const handle = client.workflow.getHandle(ticketWorkflowId(of.tenantId, of.ticketId));
  // A fresh update id each time: repeats are recognised by the command's row, which outlives continue-as-new and the
  // run, notices other content under the same id, and says that it is a repeat. Temporal's own memory does none of
  // these.
  const update = () => inTime(client, deadlineMs, () => handle.executeUpdate(commandsUpdate, { args: [commands] }));
  const allRefusedBy = (refusals: readonly Refusal[]) =>
    commands.map((_, place): CommandReply => ({ ok: false, refusal: refusals[place] ?? refusals[0] ?? noSuchTicket }));
  try {
    return await update().catch(async (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      const refusal = await bringBack(tools, of);
      return refusal === null ? update() : allRefusedBy([refusal]);
    });
  } catch (error) {
    const refusals = refusalsIn(error);
    if (refusals !== null) return allRefusedBy(refusals);
    throw meaningOf(error);
  }
}

/** Starts the workflow that an active ticket has lost. A finished ticket needs none: it refuses. */
async function bringBack(tools: GatewayTools, of: TicketKey): Promise<Refusal | null> {
  const row = await inTenant(tools.orm, of.tenantId, (em) =>
    em.findOne(TicketEntity, { id: of.ticketId }, { fields: ['number', 'status'] }),
  );
  if (row === null) return noSuchTicket;
  if (isFinal(row.status)) return finished(row).refusal;
  await inTime(tools.client, tools.deadlineMs, () => startFromRows(tools, of));
  return null;
}

type Identified = Readonly<{ id: string; fingerprint: string; tenantId: string }>;

/** The answer that a command got when it was carried out, even if that answer never arrived. */
async function earlierAnswer(orm: Orm, command: Identified, ticketId: string): Promise<CommandAnswer> {
  const known = await inTenant(orm, command.tenantId, (em) => commandOutcome(em, ticketId, command.id));
  if (known === null || known.command === null) throw new Refused(noSuchTicket);
  if (known.command.fingerprint !== command.fingerprint) {
    throw new Refused({
      code: 'command_id_reused',
      key: 'refusal.command.sent_otherwise',
    });
  }
  return { ticketId, number: known.number, version: known.command.version, repeated: true };
}

/** The same, or null if the command was not carried out. */
async function earlierAnswerIfAny(
  orm: Orm,
  { tenantId, ticketId }: TicketKey,
  command: Command,
): Promise<CommandAnswer | null> {
  const known = await inTenant(orm, tenantId, (em) => commandOutcome(em, ticketId, command.id));
  if (known?.command == null || known.command.fingerprint !== command.fingerprint) return null;
  return { ticketId, number: known.number, version: known.command.version, repeated: true };
}

/** The one seam at which Temporal's failures become the product's: a refusal, `Unavailable`, or the error itself. */
function meaningOf(error: unknown): unknown {
  const refusal = refusalsIn(error)?.[0];
  if (refusal !== undefined) return new Refused(refusal);
  // The run ended while it had the command (an operator's doing): a repeat reaches the next run.
  if (error instanceof WorkflowUpdateFailedError)
    return new Unavailable('The workflow ended meanwhile', { cause: error });
  return error;
}

/** The refusals that a failed update carries, of each command of a batch or of a creation; null if it is no refusal. */
function refusalsIn(error: unknown): readonly Refusal[] | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type, details } = error.cause;
  if (type === allRefused) return (details?.[0] as readonly Refusal[] | undefined) ?? [];
  const code = refusalCodes.find((known) => known === type);
  if (code === undefined) return null;
  return [(details?.[0] as Refusal | undefined) ?? { code, key: `refusal.code.${code}` }];
}
