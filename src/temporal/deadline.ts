import { type Client, isGrpcServiceError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { Unavailable } from './ticket-gateway.ts';

/**
 * Calls Temporal, waiting for at most `deadlineMs`: without a deadline a call waits for ever when no worker polls.
 * @throws Unavailable if there is no answer in time, or no Temporal
 */
export async function inTime<T>(client: Client, deadlineMs: number, call: () => Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  // The SDK pauses between its attempts, up to five seconds and past the deadline.
  const timer = setTimeout(() => reject(new Unavailable('Temporal did not answer in time')), deadlineMs);
  try {
    return await Promise.race([client.connection.withDeadline(Date.now() + deadlineMs, call), tooLate]);
  } catch (error) {
    throw isOutage(error) ? new Unavailable('Temporal did not answer', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcServiceError(error)) return true;
  return error instanceof Error && error.cause !== undefined && isGrpcServiceError(error.cause);
}
