import { setTimeout as sleep } from 'node:timers/promises';
import { productTaskQueue } from '../src/temporal/names.ts';
import { median } from './numbers.ts';
import { judge, type Row } from './rows.ts';
import type { Setting } from './setting.ts';

const starts = 3;
const readyWithinMs = 60_000;

/** From the start of a further worker's process until it asks Temporal for workflows to carry on, in seconds. */
export async function measureWorkerStart(setting: Setting): Promise<Row[]> {
  const seconds: number[] = [];
  for (let start = 1; start <= starts; start += 1) {
    const began = performance.now();
    const worker = await setting.product.start('further-worker', new URL('../src/main/worker.ts', import.meta.url));
    try {
      await untilItPolls(setting, worker.pid);
      seconds.push((performance.now() - began) / 1000);
    } finally {
      await worker.stop();
    }
  }
  return [judge({ name: 'worker start', clients: 1, metric: 'ready', value: median(seconds), unit: 's' })];
}

/** Temporal knows its pollers by their identities, which begin with the process's id. */
async function untilItPolls({ client }: Setting, pid: number): Promise<void> {
  const asked = { namespace: 'default', taskQueue: { name: productTaskQueue }, taskQueueType: 1 };
  for (const deadline = performance.now() + readyWithinMs; performance.now() < deadline; await sleep(20)) {
    const { pollers } = await client.workflowService.describeTaskQueue(asked);
    if (pollers?.some(({ identity }) => identity?.startsWith(`${pid}@`))) return;
  }
  throw new Error(`No worker polls within ${readyWithinMs / 1000} s`);
}
