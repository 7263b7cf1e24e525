import { type JobThread, type JobThreadOptions, type Order, startJobThread } from './job-thread.ts';

export { JobExceeded } from './job-thread.ts';

/** `threads` is the most threads at once. One is started when a job finds none free, and then stays. */
export type ThreadPoolOptions = JobThreadOptions & Readonly<{ threads: number }>;

/** Threads that do one job each at a time; further jobs wait in order. */
export type ThreadPool<Job, Result> = Readonly<{
  /**
   * Has a thread do the job; job and result are copied (structured clone). Rejects with what the job threw, or with
   * `JobExceeded` if it exceeded its limits: then its thread is terminated and replaced.
   */
  run(job: Job): Promise<Result>;
  /** Ends the threads and rejects unfinished jobs. An idle pool does not keep the process alive. */
  close(): Promise<void>;
}>;

/** Creates a pool of threads. None is started before the first job. */
export function createThreadPool<Job, Result>(options: ThreadPoolOptions): ThreadPool<Job, Result> {
  const waiting: Order<Job, Result>[] = [];
  const threads = new Set<JobThread<Job, Result>>();
  let closed = false;

  function freeThread(): JobThread<Job, Result> | null {
    for (const thread of threads) {
      if (thread.state() === 'gone') threads.delete(thread);
      else if (thread.state() === 'idle') return thread;
    }
    if (threads.size >= options.threads) return null;
    const thread = startJobThread<Job, Result>(options);
    threads.add(thread);
    return thread;
  }

  function next(): void {
    while (waiting.length > 0) {
      const thread = freeThread();
      const order = thread === null ? undefined : waiting.shift();
      if (thread === null || order === undefined) return;
      void use(thread, order);
    }
  }

  async function use(thread: JobThread<Job, Result>, order: Order<Job, Result>): Promise<void> {
    await thread.work(order);
    next();
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (closed) throw new Error('The threads have been ended.');
        waiting.push({ job, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      for (const order of waiting.splice(0)) order.reject(new Error('The threads have been ended.'));
      await Promise.all([...threads].map((thread) => thread.end()));
    },
  };
}
