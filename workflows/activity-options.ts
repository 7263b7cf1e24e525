import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * For a transaction of the ticket's own: a local activity, because a normal one takes several times as long. Beyond the
 * threshold, a timer waits and not the workflow task.
 */
export const oneTransaction: LocalActivityOptions = {
  startToCloseTimeout: '5s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '50ms', maximumInterval: '30s' },
};

/** For work that is done in pages: a worker's death is noticed within a minute, and another worker repeats the page. */
export const longWork: ActivityOptions = {
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
};
