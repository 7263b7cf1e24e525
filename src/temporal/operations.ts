import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import { wakeSignal } from './messages.ts';
import { quotaAuditScheduleId } from './schedules.ts';
import { releaseWorkflowId, serviceMailWorkflowId } from './names.ts';

/** Work that is set going beside the tickets. What it works on stands in the database, so that setting it going twice is safe. */
export type Operations = Readonly<{
  /** Sends the mails that belong to no ticket. A wake that was missed is made good by the refresh schedule. */
  wakeServiceMail(): Promise<void>;
  /** Takes the tenant's former agents off their active tickets (R6). Missed, the refresh schedule does it. */
  releaseTickets(tenantId: string): Promise<void>;
  /** Lets the schedule's audit of quotas begin now; while one is running, it begins when that has ended. */
  runQuotaAudit(): Promise<void>;
}>;

/** The operations by Temporal. Each throws when Temporal does not answer within `deadlineMs`. */
export function createOperations({
  client,
  taskQueue,
  deadlineMs,
}: {
  client: Client;
  taskQueue: string;
  deadlineMs: number;
}): Operations {
  const inTime = async (call: () => Promise<unknown>): Promise<void> => {
    await client.connection.withDeadline(Date.now() + deadlineMs, call);
  };
  return {
    wakeServiceMail: () =>
      inTime(() =>
        client.workflow.signalWithStart('serviceMail', {
          workflowId: serviceMailWorkflowId(taskQueue),
          taskQueue,
          signal: wakeSignal,
          staticSummary: 'Sends invitations, password links and alerts',
        }),
      ),
    releaseTickets: (tenantId) =>
      inTime(() =>
        client.workflow.signalWithStart('release', {
          workflowId: releaseWorkflowId(tenantId),
          taskQueue,
          args: [{ tenantId }],
          signal: wakeSignal,
          staticSummary: 'Takes former agents off their active tickets',
        }),
      ),
    // Without a policy the client asks for a run beside one that is going on.
    runQuotaAudit: () =>
      inTime(() => client.schedule.getHandle(quotaAuditScheduleId).trigger(ScheduleOverlapPolicy.BUFFER_ONE)),
  };
}
