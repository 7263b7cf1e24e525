import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchBrowser } from '../browser.ts';
import { type CoreMs, readCoreMs } from '../cpu.ts';
import { freePort } from '../../src/local/free-port.ts';
import { untilReady } from '../../src/local/readiness.ts';
import type { BenchProduct } from '../product.ts';
import { recordPage } from './record-page.ts';

/** The floor under the product: bare processes on the same servers. */
export type Floor = Readonly<{
  /** Starts a workflow with a row, and gives its id. */
  create(): Promise<string>;
  /** Changes a row by its workflow. */
  change(id: string): Promise<void>;
  /** Sends the statements of a page, which are recorded at the first call of it. Gives how many there are. */
  record(name: string, path: string, headers: Readonly<Record<string, string>>): Promise<number>;
  statements(name: string): Promise<void>;
  core(): CoreMs;
}>;

/** Starts it beside the product, which also stops it. */
export async function startFloor(product: BenchProduct, browser: BenchBrowser): Promise<Floor> {
  await createFloorTable(product.ownerUrl);
  const recordings = join(product.folder, 'statements');
  await mkdir(recordings);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = (name: string) =>
    product.start(`floor-${name}`, new URL(`${name}.ts`, import.meta.url), {
      PORT: String(port),
      BENCH_STATEMENTS: recordings,
    });
  const worker = await start('worker');
  const web = await start('web');
  await untilReady(`${url}/readyz`, product.folder, () => {}, new AbortController().signal);

  const ask = async (method: 'GET' | 'POST', path: string): Promise<string> => {
    const answer = await browser.send(method, `${url}${path}`);
    if (answer.status !== 200) throw new Error(`The floor answers ${answer.status} to ${path}`);
    return answer.body;
  };
  return {
    create: () => ask('POST', '/rows'),
    change: async (id) => void (await ask('POST', `/rows/${id}`)),
    record: (name, path, headers) => recordPage(product, { file: join(recordings, name), path, headers }),
    statements: async (name) => void (await ask('GET', `/statements/${name}`)),
    core: () => readCoreMs({ ...product.pids, worker: worker.pid, web: web.pid }),
  };
}

async function createFloorTable(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('create table bench_floor (id uuid primary key, version integer not null default 1)');
  await client.query('grant select, insert, update on bench_floor to uslimato_app');
  await client.end();
}
