import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { recordHealed, recordHealthy } from '../db/upkeep/stuck-tickets.ts';
import type { Orm } from '../db/orm.ts';
import type { Command } from '../domain/command.ts';
import { derivedId } from '../ids.ts';
import { commandSignal } from './messages.ts';
import { ticketWorkflowId } from './names.ts';
import { latestRun } from './pending-task.ts';
import { restartFromRows, startFromRows } from './start-ticket.ts';
import { unprocessedSignals } from './unprocessed-signals.ts';

type HealTools = Readonly<{ client: Client; orm: Orm; taskQueue: string; now: () => Date }>;
type TicketKey = Readonly<{ tenantId: string; ticketId: string }>;

/**
 * Replaces a stuck run of a ticket's workflow: terminates it with a reason, starts another from the ticket's rows,
 * which records that in the history, and repeats the signals that were not processed. Waiting callers repeat their
 * commands themselves. If there is no workflow, an active ticket gets one. Healing twice is safe, and a healing that was
 * interrupted after the end of the old run is resumed.
 */
export async function healTicket(tools: HealTools, of: TicketKey, reason: string): Promise<void> {
  const { client, orm } = tools;
  const workflowId = ticketWorkflowId(of.tenantId, of.ticketId);
  const run = await latestRun(client, workflowId);
  if (run?.status === 'RUNNING') await endRun(client, { workflowId, runId: run.runId }, reason);
  else if (run?.status !== 'TERMINATED') {
    await startFromRows(tools, of);
    return recordHealthy(orm, of);
  }
  // Only now: the server buffers signals while a workflow task is being tried, and delivers them when the run ends.
  const signals = await unprocessedSignals(tools, of, run.runId);
  await restartFromRows(tools, of, restartedBy(of, run.runId));
  for (const signal of signals) await client.workflow.getHandle(workflowId).signal(commandSignal, signal as Command);
  await recordHealed(orm, of, tools.now());
}

async function endRun(client: Client, run: { workflowId: string; runId: string }, reason: string): Promise<void> {
  try {
    await client.workflow.getHandle(run.workflowId, run.runId).terminate(`Healed: ${reason}`);
  } catch (error) {
    // It has ended by itself; then another run from the rows does no harm.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
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
