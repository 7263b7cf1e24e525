import { setTimeout as sleep } from 'node:timers/promises';
import { withProgress } from './progress.ts';
import { StartError } from './start-error.ts';

/** How long web and worker may take to become ready, in ms. */
const READY_WITHIN = 120_000;

/**
 * Waits until `url` (a /readyz) answers 200.
 * @throws StartError after two minutes, with its last answer; the signal's reason if aborted
 */
export async function untilReady(
  url: string,
  logDir: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let last = 'nothing answers yet';
  const poll = async () => {
    for (const deadline = Date.now() + READY_WITHIN; Date.now() < deadline; await sleep(100, undefined, { signal })) {
      try {
        const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
        const body = await response.text();
        if (response.status === 200) return;
        last = `${response.status} ${body.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
      } catch (error) {
        signal.throwIfAborted();
        last = error instanceof TypeError ? 'nothing answers yet' : String(error);
      }
    }
    throw new StartError(
      `web and worker did not get ready within ${READY_WITHIN / 1000} s (${last}); their logs are in ${logDir}.`,
    );
  };
  await withProgress(say, (seconds) => `Waiting for web and worker: ${seconds} s so far (${last}).`, poll());
}
