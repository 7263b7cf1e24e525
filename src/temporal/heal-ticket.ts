import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { recordHealed, recordHealthy } from '../db/upkeep/stuck-tickets.ts';
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
 * Replaces a stuck run of a ticket's workflow: terminates it with a reason, starts another from the ticket's rows,
 * which records that in the history, and repeats the signals that were not processed. Waiting callers repeat their
 * commands themselves. If no workflow is running, an active ticket gets one. Healing twice is safe.
 */
export async function healTicket(tools: HealTools, of: TicketKey, reason: string): Promise<void> {
  const { client, orm } = tools;
  const workflowId = ticketWorkflowId(of.tenantId, of.ticketId);
  const running = await runningWorkflow(client, workflowId);
  if (running === null) {
    await startFromRows(tools, of);
    return recordHealthy(orm, of);
  }
  const { runId } = running;
  const signals = await unprocessedSignals(tools, of, runId);
  await client.workflow
    .getHandle(workflowId, runId)
    .terminate(`Healed: ${reason}`)
    .catch((error: unknown) => {
      // It has ended by itself; then another run from the rows does no harm.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  await restartFromRows(tools, of, restartedBy(of, runId));
  for (const signal of signals) await client.workflow.getHandle(workflowId).signal(commandSignal, signal as Command);
  await recordHealed(orm, of, tools.now());
}

/** The command that records the restart: one per replaced run. */
function restartedBy({ tenantId, ticketId }: TicketKey, runId: string): Command {
  return {
    id: derivedId('restart', tenantId, ticketId, runId),
    fingerprint: 'restart',
    actor: { kind: 'system', name: 'healing' },
    changes: [{ kind: 'record_restart', runId }],
  };
}
