import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { OutboxReport } from '../activities/outbox/deliver-outbox.ts';

// A worker's death is noticed within ten seconds, and another delivers.
const { deliverOutbox } = proxyActivities<Activities>({
  summary: 'Delivers what is due',
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
});

/** After this many stretches a run continues as new, unless Temporal suggests it earlier. */
const defaultContinueAfter = 200;

export type OutboxInput = Readonly<{ continueAfter?: number }>;

/**
 * Delivers the mails of all tenants, for ever: it keeps one activity running, which claims what is due in the database,
 * and reports its progress here after each stretch. It may be terminated at any time: undelivered mail waits in the
 * database, and the refresh schedule starts it again.
 */
export async function outbox(input: OutboxInput = {}): Promise<void> {
  for (let stretches = 1; ; stretches += 1) {
    setCurrentDetails(detailsOf(await deliverOutbox()));
    if (stretches >= (input.continueAfter ?? defaultContinueAfter) || workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof outbox>(input);
    }
  }
}

function detailsOf({
  endedAt,
  seconds,
  sent,
  failed,
  lastFailure,
  waiting,
  retrying,
  oldestDueAt,
}: OutboxReport): string {
  const lines = [
    `Until ${endedAt}, within ${seconds} s: ${sent} sent, ${failed} not taken by the mail server.`,
    waiting === 0 ? 'Nothing is due.' : `${waiting} due, the oldest since ${oldestDueAt}.`,
    `${retrying} to be tried again later.`,
  ];
  if (lastFailure !== null) lines.push(`Last failure: ${lastFailure.replace(/[\\`*_{}[\]<>()#+!|~]/g, '\\$&')}`);
  return lines.join('\n\n');
}
