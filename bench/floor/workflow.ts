import { condition, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { FloorActivities } from './worker.ts';

/** Waits for the row of a workflow that was just started. */
export const createdUpdate = defineUpdate<string>('created');

/** Changes the row once, and gives how often it has been changed. */
export const changeUpdate = defineUpdate<number>('change');

const { insertRow, updateRow } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '5s' });

/** The least that a durable workflow with a row of its own can be: one statement for each message. */
export async function floor(id: string): Promise<void> {
  let saved = false;
  setHandler(createdUpdate, async () => {
    await condition(() => saved);
    return id;
  });
  setHandler(changeUpdate, () => updateRow(id));
  await insertRow(id);
  saved = true;
  await condition(() => false);
}
