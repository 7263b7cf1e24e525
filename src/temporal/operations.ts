import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Orm } from '../db/orm.ts';
import { isFailing } from '../domain/healing.ts';
import { inTime } from './deadline.ts';
import { healTicket } from './heal-ticket.ts';
import { wakeSignal } from './messages.ts';
import { outboxes, outboxWorkflowId, releaseWorkflowId } from './names.ts';
import { runningWorkflow } from './pending-task.ts';
import { quotaAuditScheduleId } from './schedules.ts';

/** Work that is started beside the tickets. What it works on stands in the database, so that starting it twice is safe. */
export type Operations = Readonly<{
  /** Sees to it that the outbox is at work: it has no state of its own, so a run that cannot go on is replaced. */
  startOutbox(): Promise<void>;
  /** Takes the tenant's former agents off their active tickets (R6), now. Missed, the refresh schedule does it. */
  releaseTickets(tenantId: string): Promise<void>;
  /** The same, but leaves a release that is running alone: it looks again by itself. */
  startRelease(tenantId: string): Promise<void>;
  /** Restarts the workflow of a ticket from its rows: see `healTicket`. */
  healTicket(tenantId: string, ticketId: string): Promise<void>;
  /** Lets the schedule's audit of quotas begin now; while one is running, it begins when that has ended. */
  runQuotaAudit(): Promise<void>;
}>;

/** The operations by Temporal. Each throws `Unavailable` when Temporal does not answer within `deadlineMs`. */
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
    // Without a policy the client asks for a run beside one that is going on.
    runQuotaAudit: () =>
      soon(() => client.schedule.getHandle(quotaAuditScheduleId).trigger(ScheduleOverlapPolicy.BUFFER_ONE)),
  };
}

async function endIfFailing(client: Client, workflowId: string): Promise<void> {
  const running = await runningWorkflow(client, workflowId);
  if (running === null || !isFailing(running.task, new Date())) return;
  await client.workflow.getHandle(workflowId, running.runId).terminate('Its workflow task kept failing');
}
