import { Context, log } from '@temporalio/activity';
import { type Backlog, readBacklog } from '../../src/outbox/backlog.ts';
import { type OutboxProgress, type OutboxTools, runOutbox } from '../../src/outbox/outbox.ts';

/** What the outbox did in its last stretch of `seconds`, and what is still waiting. */
export type OutboxReport = OutboxProgress & Backlog & Readonly<{ seconds: number; endedAt: string }>;

/** After this time it pauses for a moment, so that its workflow can report its progress, in ms. */
const stretchMs = 60_000;

/** Delivers what is due for a minute, or until the worker is shutting down. Its heartbeats carry its progress. */
export async function deliverOutbox(tools: Omit<OutboxTools, 'warn'>): Promise<OutboxReport> {
  const context = Context.current();
  const rest = AbortSignal.any([context.cancellationSignal, AbortSignal.timeout(stretchMs)]);
  const started = performance.now();
  const warn: OutboxTools['warn'] = (message, about) => log.warn(message, about);
  const progress = await runOutbox({ ...tools, warn }, rest, (so) => context.heartbeat(so));
  const now = tools.now();
  return {
    ...progress,
    ...(await readBacklog(tools.orm, now)),
    seconds: Math.round((performance.now() - started) / 1000),
    endedAt: now.toISOString(),
  };
}
