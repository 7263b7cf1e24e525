import {
  allHandlersFinished,
  condition,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { sendAgainUpdate } from './messages.ts';
import { longWork, oneTransaction } from '../activity-options.ts';
import { failureOf } from '../refusals.ts';

const { sendNotices } = proxyActivities<Activities>(longWork);

const { askAgain } = proxyLocalActivities<Activities>(oneTransaction);

/**
 * Sent the mails that were left when a ticket's own workflow had ended, before the outbox existed. Runs that are left
 * find nothing to do, and end.
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
