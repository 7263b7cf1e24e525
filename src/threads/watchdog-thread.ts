import { writeSync } from 'node:fs';
import { Session } from 'node:inspector';
import { hostname } from 'node:os';
import { workerData } from 'node:worker_threads';
import { beatsInLimit, cells, type Watched } from './watchdog.ts';

/** How long the main thread may take to report its stack, and to end, in ms. */
const flushMs = 2000;

watch(workerData as Watched);

/** The thread that watches the main one, see `startWatchdog`. */
function watch(watched: Watched): void {
  const { shared, limitMs } = watched;
  let seen = -1;
  let missed = 0;
  const watching = setInterval(() => {
    const beats = Atomics.load(shared, cells.beats);
    const moves = beats !== seen || Atomics.load(shared, cells.debugged) === 1;
    seen = beats;
    // Counted in checks, not by the clock: while the whole process is stopped, no check runs.
    missed = moves ? 0 : missed + 1;
    if (missed < beatsInLimit) return;
    clearInterval(watching);
    endProcess(watched);
  }, limitMs / beatsInLimit);
}

/**
 * A thread cannot exit its process with a code, but as a debugger it can have the main thread do so, in the middle of
 * whatever blocks it. Where not even that gets through, as in a system call, the process is killed.
 */
function endProcess(watched: Watched): void {
  const session = new Session();
  session.connectToMainThread();
  const giveUp = setTimeout(() => {
    report(watched, undefined);
    process.kill(process.pid, 'SIGKILL');
  }, flushMs);
  session.post('Runtime.evaluate', { expression: 'new Error().stack' }, (_error, answer) => {
    clearTimeout(giveUp);
    report(watched, String(answer?.result.value ?? ''));
    session.post('Runtime.evaluate', { expression: `process.reallyExit(${watched.exitCode})` });
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), flushMs);
  });
}

/** Writes one line in the log's format, to the same place, without the main thread. */
function report({ limitMs, name, exitCode }: Watched, stack: string | undefined): void {
  const msg = `The event loop has stood still for ${limitMs / 1000} s, so this process ends, to be started again`;
  const line = { level: 60, time: Date.now(), pid: process.pid, hostname: hostname(), name, exitCode, stack, msg };
  try {
    writeSync(1, `${JSON.stringify(line)}\n`);
  } catch {
    // A full disk or a closed terminal is no reason to keep standing still.
  }
}
