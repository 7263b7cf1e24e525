import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';

/** The schedule that reminds overdue tickets. */
export const refreshScheduleId = 'refresh';

/** The schedule that audits the quotas of all tenants. */
export const quotaAuditScheduleId = 'quota-audit';

/**
 * Makes the refresh schedule, or brings it to what it should be; every worker does so at its start. One run at a time; a
 * run missed while Temporal was away is not made up for, because the next one sees everything that it would have seen.
 */
export async function ensureRefreshSchedule(
  { client, taskQueue }: { client: Client; taskQueue: string },
  everySeconds: number,
): Promise<void> {
  const spec = { intervals: [{ every: everySeconds * 1000 }] };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: everySeconds * 1000 };
  const action = {
    type: 'startWorkflow' as const,
    workflowType: 'refresh',
    workflowId: 'refresh',
    taskQueue,
    staticSummary: 'Reminds tickets whose mail is overdue or whose row is ahead',
  };
  try {
    await client.schedule.create({ scheduleId: refreshScheduleId, spec, policies, action });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule.getHandle(refreshScheduleId).update((current) => ({ ...current, spec, policies, action }));
  }
}
