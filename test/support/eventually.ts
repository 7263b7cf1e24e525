import { setTimeout as pause } from 'node:timers/promises';

export type EventuallyOptions = {
  /** How long to go on asking, in ms. Default 10,000. */
  timeoutMs?: number;
  /** What was awaited, for the failure's text. */
  message?: string;
};

/**
 * Asks again until `ask` gives something truthy, and gives that; an error of `ask` (a failed `expect`, say) counts as
 * "not yet". Past the deadline it throws the last error, or says what was awaited and what came last.
 * Use it wherever a test would otherwise sleep for a fixed time.
 */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  options: EventuallyOptions = {},
): Promise<NonNullable<T>> {
  const { timeoutMs = 10_000, message = ask.toString() } = options;
  const deadline = performance.now() + timeoutMs;
  let wait = 5;
  for (;;) {
    let met: string;
    try {
      const answer = await ask();
      if (answer) return answer;
      met = `it last gave ${String(answer)}`;
    } catch (error) {
      if (performance.now() >= deadline) throw withPrefix(error, `not within ${timeoutMs} ms: ${message}`);
      met = 'it threw';
    }
    if (performance.now() >= deadline) throw new Error(`not within ${timeoutMs} ms: ${message} (${met})`);
    await pause(wait);
    wait = Math.min(wait * 2, 100);
  }
}

function withPrefix(error: unknown, prefix: string): Error {
  if (!(error instanceof Error)) return new Error(`${prefix} (it threw ${String(error)})`);
  error.message = `${prefix}\n${error.message}`;
  return error;
}
