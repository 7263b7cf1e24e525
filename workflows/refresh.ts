import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { refreshOverdue, rollUpCounts } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/**
 * Runs every minute from a schedule: reminds the tickets whose row is ahead of their workflow, starts what is overdue,
 * and rolls up the counts. If a run fails, the next one makes up for it.
 */
export async function refresh(): Promise<{ reminded: number; restarted: number; confirmed: number; failed: number }> {
  await rollUpCounts();
  return refreshOverdue();
}
