import { ApplicationFailure } from '@temporalio/common';
import { type Refusal, summaryOf } from '../src/domain/refusal.ts';
import { allRefused } from '../src/temporal/messages.ts';

/**
 * The one seam at which a refusal becomes a Temporal failure: its type is the code, its detail the whole refusal.
 * Thrown as any other error, it would retry the workflow task for ever.
 */
export function failureOf(refusal: Refusal): ApplicationFailure {
  return ApplicationFailure.create({
    type: refusal.code,
    message: summaryOf(refusal),
    nonRetryable: true,
    details: [refusal],
  });
}

/** The same for a batch whose commands are all refused, in their order. */
export function failureOfAll(refusals: readonly Refusal[]): ApplicationFailure {
  const [first] = refusals;
  return ApplicationFailure.create({
    type: allRefused,
    message: first === undefined ? '' : summaryOf(first),
    nonRetryable: true,
    details: [refusals],
  });
}
