import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { prepareDatabase } from '../db/prepare.ts';
import { keptSecret } from '../kept-secret.ts';
import { follow } from './child.ts';
import type { Running } from './child.ts';
import { expectFreePort, freePort } from './free-port.ts';
import { guard } from './guard.ts';
import { discardForgotten, endLeftover, ensureCluster, SERVER_ENV } from './postgres-cluster.ts';
import { choosePlace } from './postgres-place.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { claim } from './process-record.ts';
import { StartError } from './start-error.ts';

export interface PostgresOptions {
  /** Folder for the passwords, the log and, if the server's user may enter it, the cluster. */
  dataDir: string;
  /** TCP port on 127.0.0.1; 0 for a free one. */
  port: number;
  onProgress: (line: string) => void;
  /** False for tests: nothing is synced to disk, so a crash of the machine may lose the cluster. Default true. */
  durable?: boolean;
}

export interface PostgresServer extends Running {
  /** Superuser, database `postgres`. */
  adminUrl: string;
  /** Role `uslimato_owner`, database `uslimato`: for migrations. */
  ownerUrl: string;
  /** Role `uslimato_app`, database `uslimato`: for web and worker. */
  appUrl: string;
}

/** How long recovery after a crash may take, in ms. */
const READY_WITHIN = 120_000;

/**
 * Starts a PostgreSQL 18 on 127.0.0.1 with persistent data, with its roles and the database `uslimato`. A server of the
 * same folder whose starter died is ended first.
 * @throws StartError
 */
export async function startPostgres({
  dataDir,
  port,
  onProgress,
  durable = true,
}: PostgresOptions): Promise<PostgresServer> {
  const place = choosePlace(dataDir, onProgress);
  const claimed = claim(join(dataDir, 'starter.json'), `The PostgreSQL of ${dataDir}`);
  try {
    const forgotten = place.home !== dataDir && !existsSync(join(dataDir, 'admin-password'));
    if (forgotten) await discardForgotten(place, onProgress);
    const passwords = {
      admin: keptSecret(join(dataDir, 'admin-password')),
      ownerPassword: keptSecret(join(dataDir, 'owner-password')),
      appPassword: keptSecret(join(dataDir, 'app-password')),
    };
    const cluster = await ensureCluster(place, passwords.admin, durable);
    await endLeftover(cluster);
    const usedPort = port === 0 ? await freePort() : port;
    await expectFreePort(usedPort, 'PostgreSQL', 'POSTGRES_PORT');
    const logFile = join(dataDir, 'postgres.log');
    const server = await launch(place, cluster, { port: usedPort, durable, logFile });
    const adminUrl = `postgres://postgres:${passwords.admin}@127.0.0.1:${usedPort}/postgres`;
    try {
      await untilReady(server, adminUrl, logFile);
      const urls = await prepareDatabase(adminUrl, { database: 'uslimato', ...passwords });
      void server.exited.then(claimed.release);
      return { ...server, adminUrl, ...urls };
    } catch (error) {
      await server.stop();
      throw error;
    }
  } catch (error) {
    claimed.release();
    throw error;
  }
}

async function launch(
  place: PostgresPlace,
  cluster: string,
  { port, durable, logFile }: { port: number; durable: boolean; logFile: string },
): Promise<Running> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  // In a process group of its own, so that Ctrl-C does not reach it before its users have ended.
  const child = spawn(join(place.bin, 'postgres'), ['-D', cluster, '-p', `${port}`, ...flags], {
    ...place.user,
    cwd: '/',
    env: SERVER_ENV,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  // SIGINT is PostgreSQL's fast shutdown: it ends sessions and leaves a clean cluster.
  const server = await follow(child, 'SIGINT', 30_000);
  guard(server, { signal: 'SIGINT', after: 4, grace: 20 });
  return server;
}

async function untilReady(server: Running, adminUrl: string, logFile: string): Promise<void> {
  let ended: string | undefined;
  void server.exited.then((how) => (ended = how));
  for (const deadline = Date.now() + READY_WITHIN; ; await sleep(50)) {
    if (ended !== undefined) {
      throw new StartError(`PostgreSQL ended while starting (${ended}): ${lastLine(logFile)}`);
    }
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      // 57P03: the server is starting up or recovering.
      const { code } = error as { code?: string };
      if ((code !== 'ECONNREFUSED' && code !== '57P03') || Date.now() > deadline) {
        throw new StartError(
          `PostgreSQL does not take connections (${(error as Error).message}); its log is ${logFile}.`,
        );
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function lastLine(logFile: string): string {
  const fatal = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .findLast((line) => line.includes('FATAL:'));
  return fatal?.replace(/^.*FATAL:\s*/, '') ?? `see ${logFile}`;
}
