import type { Environment } from '../config.ts';
import { whenNpmEnds } from './npm-watch.ts';

/** Signals that ask `npm start` to end: Ctrl-C, kill, the terminal closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * npm passes on a signal that the terminal has sent already: within this time, in ms, it counts as the same request.
 */
const SAME_REQUEST = 1000;

/**
 * An abort signal triggered by the first Ctrl-C (or SIGTERM, SIGHUP), or by the end of the npm that runs this; the
 * second one calls `force`. `dispose` restores Node's own handling of the signals.
 */
export function stopRequest(
  env: Environment,
  say: (line: string) => void,
  force: () => void,
): { signal: AbortSignal; dispose: () => void } {
  const controller = new AbortController();
  let requestedAt: number | undefined;
  const onSignal = () => {
    if (requestedAt === undefined) {
      requestedAt = performance.now();
      say('\nStopping; press Ctrl-C again to stop at once.');
      controller.abort();
    } else if (performance.now() - requestedAt > SAME_REQUEST) {
      force();
    }
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const npm = whenNpmEnds(env, () => {
    if (requestedAt === undefined) onSignal();
  });
  return {
    signal: controller.signal,
    dispose: () => {
      npm.stop();
      SIGNALS.forEach((name) => process.removeListener(name, onSignal));
    },
  };
}
