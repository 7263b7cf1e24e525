import { rmSync } from 'node:fs';
import { freePort } from '../../src/local/free-port.ts';
import { untilReady } from '../../src/local/readiness.ts';
import type { BenchProduct } from '../product.ts';
import { readStatements } from './statements.ts';

/** Which page is recorded, and to which file. */
type Recording = Readonly<{ file: string; path: string; headers: Readonly<Record<string, string>> }>;

/** Has a web process of its own render the page once, and writes down what it asks PostgreSQL. Gives how many statements. */
export async function recordPage(product: BenchProduct, { file, path, headers }: Recording): Promise<number> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const web = await product.start('recorded-web', new URL('../../src/main/web.ts', import.meta.url), {
    PORT: String(port),
    NODE_OPTIONS: `--import=${new URL('record-sql.ts', import.meta.url).href}`,
    BENCH_RECORDING: file,
  });
  try {
    await untilReady(`${url}/readyz`, product.folder, () => {}, new AbortController().signal);
    const render = async (): Promise<void> => {
      const answer = await fetch(`${url}${path}`, { headers });
      const body = await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}: ${body.slice(0, 500)}`);
    };
    // What is asked once only, for a connection or a first visit, is no part of the page.
    await render();
    rmSync(file);
    await render();
    return readStatements(file).length;
  } finally {
    await web.stop();
  }
}
