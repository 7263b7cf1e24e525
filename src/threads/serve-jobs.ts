import { parentPort } from 'node:worker_threads';

/** How a thread answers a job: with its result, or with what it threw. */
export type JobAnswer<Result> = Readonly<{ ok: true; result: Result } | { ok: false; error: unknown }>;

/** For the program of a pool's thread: answers its jobs with `handle`, one after the other. */
export function serveJobs(handle: (job: never) => unknown): void {
  const port = parentPort;
  if (port === null) throw new Error('This program runs as a thread of another one only.');
  port.on('message', (job: unknown) => port.postMessage(answerTo(handle, job)));
  port.postMessage('ready');
}

function answerTo(handle: (job: never) => unknown, job: unknown): JobAnswer<unknown> {
  try {
    return { ok: true, result: handle(job as never) };
  } catch (error) {
    return { ok: false, error };
  }
}
