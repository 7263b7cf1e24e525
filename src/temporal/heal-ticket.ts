import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { noteHealed, noteWell } from '../db/upkeep/stuck-tickets.ts';
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
 * Replaces the run of a ticket's workflow that cannot go on: ends it with a reason, starts another from the ticket's rows,
 * which records that in the history, and sends it again what was signalled and came to nothing. What callers were waiting
 * for they send again themselves. Without a workflow an active ticket gets one. Healing twice is safe, and what was broken
 * off after the end of the old run is taken up again.
 */
export async function healTicket(tools: HealTools, of: TicketKey, reason: string): Promise<void> {
  const { client, orm } = tools;
  const workflowId = ticketWorkflowId(of.tenantId, of.ticketId);
  const run = await latestRun(client, workflowId);
  if (run?.status === 'RUNNING') await endRun(client, { workflowId, runId: run.runId }, reason);
  else if (run?.status !== 'TERMINATED') {
    await startFromRows(tools, of);
    return noteWell(orm, of);
  }
  // Only now: the server holds signals back while a workflow task is being tried, and lets them in when the run ends.
  const signals = await unprocessedSignals(tools, of, run.runId);
  await restartFromRows(tools, of, restartedBy(of, run.runId));
  for (const signal of signals) await client.workflow.getHandle(workflowId).signal(commandSignal, signal as Command);
  await noteHealed(orm, of, tools.now());
}

async function endRun(client: Client, run: { workflowId: string; runId: string }, reason: string): Promise<void> {
  try {
    await client.workflow.getHandle(run.workflowId, run.runId).terminate(`Healed: ${reason}`);
  } catch (error) {
    // It has come to its end by itself: then another run from the rows does no harm.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
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
