import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import proto from '@temporalio/proto';
import { Worker } from '@temporalio/worker';
import { paths } from '../histories/paths.ts';
import { temporalForTests } from '../support/temporal.ts';

const folder = new URL('../histories/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .toSorted();

const read = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8');

/** What the workflows of today say to a history of yesterday: null when they would have done the same. */
async function replay(name: string, json: string): Promise<string | null> {
  // Not the SDK's historyFromJSON: that needs one protobufjs for all of its packages, and npm installs several.
  const history = proto.temporal.api.history.v1.History.fromObject(JSON.parse(json));
  const histories = [{ workflowId: name, history }];
  const { workflowBundle } = temporalForTests();
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    return error === undefined ? null : `${error.name}: ${error.message}`;
  }
  throw new Error(`${name} was not replayed`);
}

it.each(Object.keys(paths))('a history of the path %s is kept (npm run record-histories)', (path) => {
  expect(names.some((name) => name.startsWith(`${path}.`))).toBe(true);
});

it.each(names)('%s is replayed by the workflows as they are now', async (name) => {
  expect(await replay(name, await read(name))).toBeNull();
});

it('a history in which something else had been done is told apart', async () => {
  const json = await read('from-creation-to-closed.1.json');
  expect(await replay('an activity of another name', json.replaceAll('"sendNotices"', '"sendLetters"'))).toMatch(
    /^DeterminismViolationError/,
  );
});
