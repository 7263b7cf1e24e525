import {
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import { longWork } from '../activity-options.ts';
import { wakeSignal } from '../../src/temporal/messages.ts';

const { sendServiceMails } = proxyActivities<Activities>(longWork);

/**
 * Sent the mails that belong to no ticket, before the outbox existed. A run that is left finds nothing to do, and ends.
 */
export async function serviceMail(): Promise<void> {
  let woken = false;
  setHandler(
    wakeSignal,
    () => {
      woken = true;
    },
    { description: 'Look at the database: a mail has been written' },
  );
  for (;;) {
    woken = false;
    const { dueAt } = await sendServiceMails({ at: new Date().toISOString() });
    // The next run looks at the database first, so a wake signal that this one has not followed yet is not lost.
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof serviceMail>();
    if (woken) continue;
    if (dueAt === null) return;
    setCurrentDetails(`The next mail is due at ${dueAt}.`);
    await condition(() => woken, Math.max(1, Date.parse(dueAt) - Date.now()));
  }
}
