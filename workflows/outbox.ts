import { continueAsNew, proxyActivities, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { OutboxReport } from '../activities/outbox/deliver-outbox.ts';

// A worker that dies is noticed within ten seconds, and another delivers.
const { deliverOutbox } = proxyActivities<Activities>({
  summary: 'Delivers what is due',
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '10s' },
});

/** After so many stretches a run continues as new, where Temporal does not suggest it earlier. */
const defaultContinueAfter = 200;

export type OutboxInput = Readonly<{ continueAfter?: number }>;

/**
 * Delivers the mails of all tenants, for ever: it keeps one activity at work, which claims what is due in the database,
 * and tells here after each stretch how it stands. It may be terminated at will: what is not delivered waits in the
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
