import {
  allHandlersFinished,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { sendAgainUpdate } from '../src/temporal/messages.ts';
import { failureOf } from './refusals.ts';

const { sendNotices } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
});

const { askAgain } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '50ms', maximumInterval: '30s' },
});

/**
 * Sends what is due of a ticket beside its own workflow: what is left when that has ended, and what agents want sent
 * again. Leases keep the two apart. Ends itself when every notice has come to its end.
 */
export async function mail(of: { tenantId: string; ticketId: string }): Promise<void> {
  let asked = false;
  setHandler(
    sendAgainUpdate,
    async (wish) => {
      const refusal = await askAgain({ ...of, ...wish, at: new Date().toISOString() });
      if (refusal !== null) throw failureOf(refusal);
      asked = true;
    },
    { description: 'Makes a mail that has failed due again: { "noticeId": "...", "by": "id of a user" }' },
  );
  for (;;) {
    await condition(allHandlersFinished);
    asked = false;
    const { mailDueAt } = await sendNotices({ ...of, at: new Date().toISOString(), knownVersion: 0 });
    await condition(allHandlersFinished);
    if (asked) continue;
    if (mailDueAt === null) return;
    await condition(() => asked, Math.max(1, Date.parse(mailDueAt) - Date.now()));
  }
}
