import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { refreshOverdue, rollUpCounts } = proxyActivities<Activities>({
  startToCloseTimeout: '1m',
  retry: { maximumAttempts: 3 },
});

/**
 * Every minute, from a schedule: reminds the tickets whose mail is overdue or whose row is ahead of their workflow, and
 * sums up the counts. One that fails is made good by the next.
 */
export async function refresh(): Promise<{ reminded: number; restarted: number; confirmed: number; failed: number }> {
  await rollUpCounts();
  return refreshOverdue();
}
