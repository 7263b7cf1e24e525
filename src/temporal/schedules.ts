import { type Client, ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';

/** The schedule that reminds overdue tickets. */
export const refreshScheduleId = 'refresh';

/** The schedule that audits the quotas of all tenants. */
export const quotaAuditScheduleId = 'quota-audit';

const minute = 60_000;
const hour = 60 * minute;

/**
 * Creates or updates the schedules. Every worker does so at startup, several at once if need be. A schedule that an
 * operator has paused stays paused. The choices are explained in docs/decisions/007-scheduled-work.md.
 */
export async function ensureSchedules(
  { client, taskQueue }: { client: Client; taskQueue: string },
  { refreshEverySeconds }: { refreshEverySeconds: number },
): Promise<void> {
  for (const { scheduleId, ...wanted } of schedules(taskQueue, refreshEverySeconds)) {
    try {
      await client.schedule.create({ scheduleId, ...wanted });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule.getHandle(scheduleId).update((current) => ({ ...current, ...wanted }));
    }
  }
}

function schedules(taskQueue: string, refreshEverySeconds: number) {
  const start = (workflowType: string, workflowId: string, staticSummary: string) => ({
    type: 'startWorkflow' as const,
    workflowType,
    workflowId,
    taskQueue,
    staticSummary,
  });
  return [
    {
      scheduleId: refreshScheduleId,
      spec: { intervals: [{ every: refreshEverySeconds * 1000 }] },
      // A missed run is not made up for: the next one sees everything that it would have seen.
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: refreshEverySeconds * 1000 },
      action: start('refresh', refreshScheduleId, 'Reminds tickets whose mail is overdue or whose row is ahead'),
    },
    {
      scheduleId: quotaAuditScheduleId,
      spec: { intervals: [{ every: hour }], jitter: 5 * minute },
      // A run requested while one is going on is done after it, as that one may already have passed the tenant in
      // question.
      policies: { overlap: ScheduleOverlapPolicy.BUFFER_ONE, catchupWindow: hour },
      action: start('quotaAudit', quotaAuditScheduleId, 'Looks for tenants that are over a quota'),
    },
  ];
}
