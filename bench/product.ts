import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { Environment } from '../src/config.ts';
import { migrate } from '../src/db/migrate.ts';
import type { Running } from '../src/local/child.ts';
import { freePort } from '../src/local/free-port.ts';
import { startPostgres } from '../src/local/postgres.ts';
import { untilReady } from '../src/local/readiness.ts';
import { startService } from '../src/local/service-process.ts';
import { findTemporalBinary, startTemporalServer, temporalCacheDir } from '../src/local/temporal-server.ts';
import { searchAttributeTypes } from '../src/temporal/search-attributes.ts';
import type { Pids } from './cpu.ts';

export type BenchProduct = Readonly<{
  url: string;
  databaseUrl: string;
  /** The URL of the owner of the tables. */
  ownerUrl: string;
  /** For people: "dev server", or "given". */
  temporal: string;
  temporalAddress: string;
  pids: Pids;
  /** Where data and logs are. */
  folder: string;
  /** Starts a further program in the product's environment, and in `env` beside it. It is stopped with the product. */
  start(name: string, script: URL, env?: Environment): Promise<Running>;
  stop(): Promise<void>;
}>;

/**
 * The product as it runs in production, on this machine: web and worker as processes of their own, a durable PostgreSQL,
 * an SMTP server that takes everything, and the Temporal server of TEMPORAL_ADDRESS or a dev server.
 */
export async function startBenchProduct(say: (line: string) => void): Promise<BenchProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'uslimato-bench-'));
  await chmod(folder, 0o755);
  const ends: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const dataDir = join(folder, 'postgres');
    await mkdir(dataDir, { mode: 0o755 });
    const postgres = await startPostgres({ dataDir, port: 0, onProgress: say });
    ends.push(() => postgres.stop());
    await migrate(postgres.ownerUrl);
    let address = env.TEMPORAL_ADDRESS;
    let temporalPid: number | null = null;
    if (!address) {
      const binary = await findTemporalBinary({ cacheDir: temporalCacheDir(env), env, onProgress: say });
      const temporal = await startTemporalServer({
        binary,
        port: 0,
        uiPort: 0,
        headless: true,
        dbFile: join(folder, 'temporal.db'),
        logFile: join(folder, 'temporal.log'),
        searchAttributes: searchAttributeTypes,
      });
      ends.push(() => temporal.stop());
      address = temporal.address;
      temporalPid = temporal.pid;
    }
    const smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData(stream, _session, done) {
        stream.resume().on('end', done);
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    ends.push(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const environment = {
      ...env,
      DATABASE_URL: postgres.appUrl,
      TEMPORAL_ADDRESS: address,
      SMTP_URL: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
      APP_SECRET: randomBytes(32).toString('hex'),
      DATA_DIR: folder,
      PORT: String(port),
      PUBLIC_URL: url,
      LOG_LEVEL: 'warn',
      // A few people write here what hundreds do elsewhere.
      LIMIT_CHANGES_PER_MINUTE: '1000000',
      LIMIT_COMMENTS_PER_MINUTE: '1000000',
      LIMIT_COMMENTS_PER_TICKET: '1000000',
      LIMIT_TEXT_BYTES_PER_HOUR: '900000000',
    };
    const start: BenchProduct['start'] = async (name, script, further = {}) => {
      const service = await startService({ name, script, env: { ...environment, ...further }, logDir: folder });
      ends.push(() => service.stop());
      return service;
    };
    const worker = await start('worker', new URL('../src/main/worker.ts', import.meta.url));
    const web = await start('web', new URL('../src/main/web.ts', import.meta.url));
    await untilReady(`${url}/readyz`, folder, say, new AbortController().signal);
    return {
      url,
      databaseUrl: postgres.appUrl,
      ownerUrl: postgres.ownerUrl,
      temporal: env.TEMPORAL_ADDRESS ? 'given' : 'dev server',
      temporalAddress: address,
      pids: { worker: worker.pid, web: web.pid, temporal: temporalPid, postgres: postgres.pid },
      folder,
      start,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
