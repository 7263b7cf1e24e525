import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * A transaction of the ticket's own: a local activity, because a normal one takes several times as long. Beyond the
 * threshold, waiting belongs to a timer and not to the workflow task.
 */
export const oneTransaction: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '50ms', maximumInterval: '30s' },
};

/** Work that goes on in pages: a worker that dies is noticed within a minute, and another begins the page anew. */
export const longWork: ActivityOptions = {
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
};
