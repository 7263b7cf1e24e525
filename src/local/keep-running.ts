import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from './child.ts';

/** A server that is started again whenever it ends by itself. */
export interface Kept {
  name: string;
  /** Ends it in good order, and for good. */
  stop(): Promise<void>;
  /** Ends it at once, and for good. */
  kill(): void;
  /** Stops it in good order and starts it again at once, also while it is waiting for its next start. */
  restart(): Promise<void>;
}

/** Waits before starting again, in ms: doubled with every attempt, until a server has run for long enough. */
const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const LONG_ENOUGH = 60_000;

/**
 * Starts a server and starts it again, saying so, whenever it ends although nobody stopped it. Gives what the first start
 * gave; a failure of that one is the caller's.
 */
export async function keepRunning<Server extends Running>(
  name: string,
  start: () => Promise<Server>,
  say: (line: string) => void,
): Promise<Kept & { first: Server }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const first = await start();
  let current: Running = first;
  /** Aborted when a restart is asked for: then the next start comes without a pause and without a message. */
  let restart = new AbortController();

  async function watch(): Promise<void> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const since = Date.now();
      const how = await current.exited;
      if (signal.aborted) return;
      if (Date.now() - since > LONG_ENOUGH || restart.signal.aborted) wait = FIRST_WAIT;
      if (!restart.signal.aborted) {
        say(`${name} ended unexpectedly (${how}); it is started again in ${wait / 1000} s.`);
        const woken = AbortSignal.any([signal, restart.signal]);
        await sleep(wait, undefined, { signal: woken }).catch(() => undefined);
      }
      if (signal.aborted) return;
      restart = new AbortController();
      current = await start().catch(notStarted);
      if (signal.aborted || restart.signal.aborted) await current.stop();
    }
  }
  const watching = watch();

  return {
    name,
    first,
    kill() {
      stopping.abort();
      current.kill();
    },
    async stop() {
      stopping.abort();
      await current.stop();
      await watching;
    },
    async restart() {
      restart.abort();
      await current.stop();
    },
  };
}

/** Stands for a server that could not be started again. */
function notStarted(reason: unknown): Running {
  const why = reason instanceof Error ? reason.message : String(reason);
  return { pid: 0, exited: Promise.resolve(why), stop: async () => undefined, kill: () => undefined };
}
