import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { sendNotices } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
});

/** Sends what is still due of a ticket whose own workflow has ended; ends itself when every notice has come to its end. */
export async function mail(of: { tenantId: string; ticketId: string }): Promise<void> {
  for (;;) {
    const { mailDueAt } = await sendNotices({ ...of, at: new Date().toISOString(), knownVersion: 0 });
    if (mailDueAt === null) return;
    await sleep(Math.max(1, Date.parse(mailDueAt) - Date.now()));
  }
}
