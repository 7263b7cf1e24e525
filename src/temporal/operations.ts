import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Orm } from '../db/orm.ts';
import { isFailing } from '../domain/healing.ts';
import { inTime } from './deadline.ts';
import { healTicket } from './heal-ticket.ts';
import { wakeSignal } from './messages.ts';
import { outboxes, outboxWorkflowId, releaseWorkflowId } from './names.ts';
import { runningWorkflow } from './pending-task.ts';
import { quotaAuditScheduleId } from './schedules.ts';

/** Work that is started beside the tickets. Its input is in the database, so starting it twice is safe. */
export type Operations = Readonly<{
  /** Makes sure that the outbox is running. It has no state of its own, so a run that is stuck is replaced. */
  startOutbox(): Promise<void>;
  /**
   * Takes the tenant's former agents off their active tickets (R6), now. If this fails, the refresh schedule does it.
   */
  releaseTickets(tenantId: string): Promise<void>;
  /** The same, but leaves a release that is already running alone: it looks again by itself. */
  startRelease(tenantId: string): Promise<void>;
  /** Restarts the workflow of a ticket from its rows: see `healTicket`. */
  healTicket(tenantId: string, ticketId: string): Promise<void>;
  /** Runs the scheduled quota audit now; if one is running, the next begins after it. */
  runQuotaAudit(): Promise<void>;
}>;

/**
 * The operations, carried out by Temporal. Each throws `Unavailable` if Temporal does not answer within `deadlineMs`.
 */
export function createOperations({
  client,
  orm,
  taskQueue,
  deadlineMs,
}: {
  client: Client;
  orm: Orm;
  taskQueue: string;
  deadlineMs: number;
}): Operations {
  const soon = async (call: () => Promise<unknown>): Promise<void> => {
    await inTime(client, deadlineMs, call);
  };
  const releaseOf = (tenantId: string) => ({
    workflowId: releaseWorkflowId(tenantId),
    taskQueue,
    args: [{ tenantId }],
    staticSummary: 'Takes former agents off their active tickets',
  });
  return {
    startOutbox: () =>
      soon(async () => {
        for (let number = 0; number < outboxes; number += 1) {
          const workflowId = outboxWorkflowId(taskQueue, number);
          await endIfFailing(client, workflowId);
          await client.workflow.start('outbox', {
            workflowId,
            taskQueue,
            workflowIdConflictPolicy: 'USE_EXISTING',
            staticSummary: 'Delivers the e-mails of all tenants',
          });
        }
      }),
    releaseTickets: (tenantId) =>
      soon(() => client.workflow.signalWithStart('release', { ...releaseOf(tenantId), signal: wakeSignal })),
    startRelease: (tenantId) =>
      soon(() =>
        client.workflow.start('release', { ...releaseOf(tenantId), workflowIdConflictPolicy: 'USE_EXISTING' }),
      ),
    healTicket: (tenantId, ticketId) => {
      const tools = { client, orm, taskQueue, now: () => new Date() };
      return soon(() => healTicket(tools, { tenantId, ticketId }, 'by the platform team’s wish'));
    },
    // Without a policy the client would start a second run beside a running one.
    runQuotaAudit: () =>
      soon(() => client.schedule.getHandle(quotaAuditScheduleId).trigger(ScheduleOverlapPolicy.BUFFER_ONE)),
  };
}

async function endIfFailing(client: Client, workflowId: string): Promise<void> {
  const running = await runningWorkflow(client, workflowId);
  if (running === null || !isFailing(running.task, new Date())) return;
  await client.workflow.getHandle(workflowId, running.runId).terminate('Its workflow task kept failing');
}
