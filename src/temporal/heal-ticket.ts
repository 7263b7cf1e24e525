import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { noteHealed, noteWell } from '../db/upkeep/stuck-tickets.ts';
import type { Orm } from '../db/orm.ts';
import type { Command } from '../domain/command.ts';
import { derivedId } from '../ids.ts';
import { commandSignal } from './messages.ts';
import { ticketWorkflowId } from './names.ts';
import { runningWorkflow } from './pending-task.ts';
import { restartFromRows, startFromRows } from './start-ticket.ts';
import { unprocessedSignals } from './unprocessed-signals.ts';

type HealTools = Readonly<{ client: Client; orm: Orm; taskQueue: string; now: () => Date }>;
type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/**
 * Replaces the run of a ticket's workflow that cannot go on: ends it with a reason, starts another from the ticket's rows,
 * which records that in the history, and sends it again what was signalled and came to nothing. What callers were waiting
 * for they send again themselves. Without a running workflow an active ticket gets one. Healing twice is safe.
 */
export async function healTicket(tools: HealTools, of: TicketKey, reason: string): Promise<void> {
  const { client, orm } = tools;
  const workflowId = ticketWorkflowId(of.tenantId, of.ticketId);
  const running = await runningWorkflow(client, workflowId);
  if (running === null) {
    await startFromRows(tools, of);
    return noteWell(orm, of);
  }
  const { runId } = running;
  const signals = await unprocessedSignals(tools, of, runId);
  await client.workflow
    .getHandle(workflowId, runId)
    .terminate(`Healed: ${reason}`)
    .catch((error: unknown) => {
      // It has come to its end by itself: then another run from the rows does no harm.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  await restartFromRows(tools, of, restartedBy(of, runId));
  for (const signal of signals) await client.workflow.getHandle(workflowId).signal(commandSignal, signal as Command);
  await noteHealed(orm, of, tools.now());
}

/** The command that records the restart: one per run that was replaced. */
function restartedBy({ tenantId, ticketId }: TicketKey, runId: string): Command {
  return {
    id: derivedId('restart', tenantId, ticketId, runId),
    fingerprint: 'restart',
    actor: { kind: 'system', name: 'healing' },
    changes: [{ kind: 'record_restart', runId }],
  };
}
