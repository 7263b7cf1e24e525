import { readdir, writeFile } from 'node:fs/promises';
import { endServers } from '../support/running-servers.ts';
import { startProduct } from '../support/product.ts';
import startServers from '../support/start-servers.ts';
import { paths } from './paths.ts';

/**
 * Records the histories that test/workflows/replay.test.ts replays: of the paths named on the command line, else of those
 * that have none yet. One that is there already is never overwritten, for workflows with such a history may still be
 * running: another one gets the next number, on purpose, after the workflow has changed (guarded by `patched`).
 */
const folder = new URL('./', import.meta.url);
const kept = (await readdir(folder)).filter((name) => name.endsWith('.json'));
const numbersOf = (path: string) =>
  kept.filter((name) => name.startsWith(`${path}.`)).map((name) => Number(name.split('.')[1]));
const named = process.argv.slice(2);
const wanted = named.length > 0 ? named : Object.keys(paths).filter((path) => numbersOf(path).length === 0);

await startServers();
const product = await startProduct();
try {
  for (const path of wanted) {
    const lead = paths[path];
    if (lead === undefined) throw new Error(`There is no path ${path}; there are ${Object.keys(paths).join(', ')}.`);
    const { workflowId, runId } = await lead(product, await product.tenant());
    const history = await product.client.workflow.getHandle(workflowId, runId).fetchHistory();
    const name = `${path}.${Math.max(0, ...numbersOf(path)) + 1}.json`;
    await writeFile(new URL(name, folder), `${JSON.stringify(history, withoutPlaces, 1)}\n`);
    console.log(`${name}: ${history.events?.length} events`);
  }
} finally {
  await product.stop();
  await endServers();
}

/** Stack traces name the folders of one machine, and a replay does not look at them. */
function withoutPlaces(key: string, value: unknown): unknown {
  return key === 'stackTrace' ? '' : value;
}
