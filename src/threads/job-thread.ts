import { Worker } from 'node:worker_threads';
import type { JobAnswer } from './serve-jobs.ts';

export type JobThreadOptions = Readonly<{
  /** The thread's program, which answers by `serveJobs`. */
  script: URL;
  /** How long a job may take, in ms. The start of a thread does not count. */
  limitMs: number;
  /** How much memory the thread may use, in MiB. */
  memoryMb: number;
}>;

/** A job exceeded its time or memory, and its thread was terminated. */
export class JobExceeded extends Error {
  override name = 'JobExceeded';

  readonly what: 'memory' | 'time';
  /** The limit: MiB of memory, or seconds. */
  readonly most: number;

  constructor(what: 'memory' | 'time', most: number) {
    super(what === 'memory' ? `It took more than ${most} MiB of memory.` : `It took more than ${most} s.`);
    this.what = what;
    this.most = most;
  }
}

export type Order<Job, Result> = Readonly<{ job: Job; resolve(result: Result): void; reject(error: unknown): void }>;

/** A thread that does one job at a time. */
export type JobThread<Job, Result> = Readonly<{
  /** `gone` is final. */
  state(): 'idle' | 'busy' | 'gone';
  /** Does the job and settles the order; never rejects itself. Only for an idle thread. */
  work(order: Order<Job, Result>): Promise<void>;
  end(): Promise<void>;
}>;

/** Starts a thread. While it is idle, it does not keep the process alive. */
export function startJobThread<Job, Result>(options: JobThreadOptions): JobThread<Job, Result> {
  const worker = new Worker(options.script, {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: options.memoryMb },
  });
  let state: 'idle' | 'busy' | 'gone' = 'idle';
  let said = nextWord();
  let failure = new Error('The thread has ended.');
  worker.unref();
  worker.on('message', (message: unknown) => said.resolve(message));
  worker.on('error', (error: Error & { code?: string }) => {
    const full = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    failure = full ? new JobExceeded('memory', options.memoryMb) : error;
  });
  worker.on('exit', () => giveUp(failure));

  function giveUp(why: Error): void {
    state = 'gone';
    said.reject(why);
  }

  function exceeded(): void {
    giveUp(new JobExceeded('time', options.limitMs / 1000));
    void worker.terminate();
  }

  async function done(job: Job): Promise<JobAnswer<Result>> {
    said = nextWord();
    worker.postMessage(job);
    let late: NodeJS.Immediate | undefined;
    // If an answer arrived while this thread itself was held up, it is read before the immediate runs.
    const timer = setTimeout(() => (late = setImmediate(exceeded)), options.limitMs);
    try {
      return (await said.promise) as JobAnswer<Result>;
    } finally {
      clearTimeout(timer);
      clearImmediate(late);
    }
  }

  // Its first message: it is ready.
  const started = said.promise;
  return {
    state: () => state,
    async work({ job, resolve, reject }) {
      state = 'busy';
      worker.ref();
      try {
        await started;
        const answer = await done(job);
        state = 'idle';
        if (answer.ok) resolve(answer.result);
        else reject(answer.error);
      } catch (error) {
        if (state === 'busy') state = 'idle';
        reject(error);
      } finally {
        worker.unref();
      }
    },
    async end() {
      await worker.terminate();
    },
  };
}

function nextWord(): PromiseWithResolvers<unknown> {
  const word = Promise.withResolvers<unknown>();
  // A thread may end while nobody waits for a message from it.
  word.promise.catch(() => undefined);
  return word;
}
