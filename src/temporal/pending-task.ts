import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { PendingTask } from '../domain/healing.ts';

/** The running run of a workflow, and its workflow task if one is pending. */
export type RunningWorkflow = Readonly<{ runId: string; task: PendingTask | null }>;

/** Looks a workflow up in the way every server supports; null if none is running. */
export async function runningWorkflow(client: Client, workflowId: string): Promise<RunningWorkflow | null> {
  try {
    const { runId, status, raw } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return null;
    const pending = raw.pendingWorkflowTask;
    if (!pending) return { runId, task: null };
    const scheduled = pending.originalScheduledTime ?? pending.scheduledTime;
    const since = new Date(Number(scheduled?.seconds ?? Date.now() / 1000) * 1000);
    return { runId, task: { attempt: pending.attempt ?? 1, since } };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Why the run's last workflow task failed, on one line; null if the history does not say. */
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
