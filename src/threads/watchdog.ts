import { url as debuggerUrl } from 'node:inspector';
import { Worker } from 'node:worker_threads';

/** The exit code of a process whose event loop stood still. Node's own codes are different. */
export const stoodStill = 86;

/** What the two threads share: how often the loop has come round, and whether a debugger may be holding it. */
export const cells = { beats: 0, debugged: 1 } as const;

/** What the watching thread is told. `limitMs`: how long the loop may stand still. */
export type Watched = Readonly<{ shared: Int32Array; name: string; limitMs: number; exitCode: number }>;

/** How many beats the loop gives within its limit. */
export const beatsInLimit = 30;

const usualLimitMs = 15_000;

/**
 * Ends this process, with the exit code `stoodStill` and one line in its log, when its event loop stands still: by then
 * it answers nobody, not even a request to stop. Another thread watches; whoever started the process starts it again. A
 * process that is stopped as a whole, or held by a debugger, does not count as standing still.
 */
export function startWatchdog({ name, limitMs = usualLimitMs }: Readonly<{ name: string; limitMs?: number }>): void {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const beat = (): void => {
    Atomics.store(shared, cells.debugged, debuggerUrl() === undefined ? 0 : 1);
    Atomics.add(shared, cells.beats, 1);
  };
  setInterval(beat, limitMs / beatsInLimit).unref();
  const watched: Watched = { shared, name, limitMs, exitCode: stoodStill };
  new Worker(new URL('./watchdog-thread.ts', import.meta.url), { workerData: watched, execArgv: [] }).unref();
}
