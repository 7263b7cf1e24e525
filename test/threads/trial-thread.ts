import { threadId } from 'node:worker_threads';
import { serveJobs } from '../../src/threads/serve-jobs.ts';

export type TrialJob = 'name yourself' | 'throw' | 'never end' | 'take all memory' | 'exit' | 'wait';

/** The thread of the tests of the pool: does what it is told, however bad that is. */
serveJobs((job: TrialJob): number => {
  switch (job) {
    case 'throw':
      throw new RangeError('as told');
    case 'exit':
      return process.exit(3);
    case 'never end':
      for (;;);
    case 'take all memory':
      for (const hoard: string[] = []; ;) hoard.push(`${hoard.length} `.repeat(10));
    case 'wait':
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      return threadId;
    case 'name yourself':
      return threadId;
  }
});
