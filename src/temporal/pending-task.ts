import { type Client, type WorkflowExecutionStatusName, WorkflowNotFoundError } from '@temporalio/client';
import type { PendingTask } from '../domain/healing.ts';

/** A run of a workflow, and its workflow task if one is pending. */
export type WorkflowRun = Readonly<{ runId: string; status: WorkflowExecutionStatusName; task: PendingTask | null }>;

/** The latest run of a workflow, as any server tells of it, whether it is going on or not; null when there is none. */
export async function latestRun(client: Client, workflowId: string): Promise<WorkflowRun | null> {
  try {
    const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
    const pending = raw.pendingWorkflowTask;
    if (!pending) return { runId, status: status.name, task: null };
    const scheduled = pending.originalScheduledTime ?? pending.scheduledTime;
    const since = new Date(Number(scheduled?.seconds ?? Date.now() / 1000) * 1000);
    return { runId, status: status.name, task: { attempt: pending.attempt ?? 1, since } };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The run of a workflow that is going on; null when none is. */
export async function runningWorkflow(client: Client, workflowId: string): Promise<WorkflowRun | null> {
  const run = await latestRun(client, workflowId);
  return run?.status === 'RUNNING' ? run : null;
}

/** Why the run's last workflow task failed, in a line; null when the history does not tell. */
export async function taskFailure(client: Client, workflowId: string, runId: string): Promise<string | null> {
  const { history } = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 20,
  });
  for (const { workflowTaskFailedEventAttributes: failed } of history?.events ?? []) {
    const message = failed?.failure?.message;
    if (message) return message.replaceAll(/\s+/g, ' ').slice(0, 300);
  }
  return null;
}
