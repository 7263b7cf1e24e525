import type { Operations } from '../../src/temporal/operations.ts';
import type { PageContext } from './context.ts';

/**
 * Starts work for what has just been committed, without waiting for it: if Temporal is away, the refresh schedule finds
 * it in the database within a minute or two.
 */
export function startInBackground(
  ctx: PageContext,
  operations: Operations,
  work: (operations: Operations) => Promise<void>,
): void {
  work(operations).catch((error: unknown) => {
    ctx.state.log.warn({ err: error }, 'could not be started at once; the refresh schedule will');
  });
}
