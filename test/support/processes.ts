import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { openOrm, type Orm } from '../../src/db/orm.ts';
import { openSession } from '../../src/host/identity/sessions.ts';
import type { Running } from '../../src/local/child.ts';
import { freePort } from '../../src/local/free-port.ts';
import { choosePlace } from '../../src/local/postgres-place.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import { runToEnd, startService } from '../../src/local/service-process.ts';
import { findTemporalBinary, startTemporalServer, temporalCacheDir } from '../../src/local/temporal-server.ts';
import { productTaskQueue } from '../../src/temporal/names.ts';
import { searchAttributeTypes } from '../../src/temporal/search-attributes.ts';
import { type Browser, newBrowser } from './browser.ts';
import { clonedDatabase } from './databases.ts';
import { eventually } from './eventually.ts';
import { type Mailbox, startMailbox } from './mailbox.ts';
import type { TestPerson } from './people.ts';
import { testSecret } from './product.ts';

/** A process of the product that a test may end and start again. */
export type Part = Readonly<{
  /** Starts it, at the same address as before, and waits until it does its work. */
  start(script?: URL, env?: Record<string, string>): Promise<void>;
  /** SIGKILL; fulfilled when the process is gone. */
  kill(): Promise<void>;
  /** Ends it in good order, and tells how it ended ("exit code 0"). */
  stop(): Promise<string>;
  /** The id of the process that was started last, or null when it has ended. */
  pid(): number | null;
}>;

/** The whole product as processes of its own, on a Temporal server, a database and a mail server of the test's own. */
export type System = Readonly<{
  /** `http://127.0.0.1:port` of the web process. */
  url: string;
  /** For looking into the database, as the product's own role. */
  orm: Orm;
  /** For looking into Temporal. */
  client: Client;
  mailbox: Mailbox;
  appSecret: string;
  /** Where each process has its log: `web.log`, `worker.log`. */
  logDir: string;
  web: Part;
  worker: Part;
  /** Another one, which a test starts where it needs two. */
  secondWorker: Part;
  temporal: Part;
  /** Only where the test asked for a PostgreSQL of its own; else its database lives in the run's. */
  postgres: Part;
  /** Waits for /readyz. */
  ready(): Promise<void>;
  /** Runs what the schedule runs each minute, now. */
  refresh(): Promise<{ reminded: number; restarted: number; confirmed: number }>;
  /** A browser in which this person is signed in. */
  as(person: Pick<TestPerson, 'tenantId' | 'userId'>): Browser;
  nobody(): Browser;
  stop(): Promise<void>;
}>;

const programs = new URL('../../src/main/', import.meta.url);

/** How long a part may take to start on a busy machine, in ms. */
const startsWithin = 60_000;

/**
 * Starts PostgreSQL (a database in the run's, or with `ownPostgres` a server that can be killed), Temporal, a mail server,
 * and the real web and worker, and waits until they are ready. All of it ends with `stop`, and with this process.
 */
export async function startSystem(
  options: { ownPostgres?: boolean; worker?: URL; env?: Record<string, string> } = {},
): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'uslimato-system-'));
  // PostgreSQL runs as another user when the tests run as root, and must be able to enter.
  await chmod(folder, 0o755);
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const each of undo.splice(0).toReversed()) await each();
  };
  try {
    const database = options.ownPostgres === true ? await ownDatabase(folder) : await sharedDatabase();
    undo.push(database.end);
    const temporalPort = await freePort();
    const temporal = temporalPart(folder, temporalPort);
    undo.push(temporal.stop);
    const mailbox = await startMailbox();
    undo.push(mailbox.stop);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const env = {
      ...process.env,
      DATABASE_URL: database.appUrl,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
      TEMPORAL_NAMESPACE: 'default',
      SMTP_URL: mailbox.url,
      PORT: `${port}`,
      PUBLIC_URL: url,
      APP_SECRET: testSecret,
      DATA_DIR: folder,
      LOG_LEVEL: 'info',
      // The load of a test comes from a few people, who write without a pause.
      LIMIT_CHANGES_PER_MINUTE: '1000000',
      LIMIT_COMMENTS_PER_MINUTE: '1000000',
      LIMIT_COMMENTS_PER_TICKET: '1000000',
      LIMIT_TEXT_BYTES_PER_HOUR: '900000000',
      ...options.env,
    };
    await temporal.start();
    const client = new Client({ connection: await Connection.connect({ address: env.TEMPORAL_ADDRESS }) });
    undo.push(() => client.connection.close());
    const orm = await openOrm(database.appUrl, 4);
    undo.push(() => orm.close());

    const standardWorker = options.worker ?? new URL('worker.ts', programs);
    const workerPart = (name: string) =>
      part(
        (script = standardWorker, more = {}) =>
          startService({ name, script, env: { ...env, ...more }, logDir: folder }),
        ({ pid }) => polls(client, pid),
      );
    const worker = workerPart('worker');
    const secondWorker = workerPart('second-worker');
    undo.push(worker.stop, secondWorker.stop);
    const web = part(
      (script = new URL('web.ts', programs), more = {}) =>
        startService({ name: 'web', script, env: { ...env, ...more }, logDir: folder }),
      async () => (await fetch(`${url}/healthz`)).status === 200,
    );
    undo.push(web.stop);
    const ready = async () =>
      void (await eventually(async () => (await fetch(`${url}/readyz`)).status === 200, { timeoutMs: startsWithin }));

    // Settled, not all: a part that starts late must not outlive the failure of another.
    const started = await Promise.allSettled([worker.start(), web.start()]);
    for (const result of started) if (result.status === 'rejected') throw result.reason;
    await ready();
    return {
      url,
      orm,
      client,
      mailbox,
      appSecret: testSecret,
      logDir: folder,
      web,
      worker,
      secondWorker,
      temporal,
      postgres: database.server,
      ready,
      refresh: () =>
        client.workflow.execute('refresh', {
          workflowId: `refresh-${randomUUID()}`,
          taskQueue: productTaskQueue,
        }),
      as: (person) => newBrowser(url, async () => `session=${await openSession(orm, person)}`),
      nobody: () => newBrowser(url),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Database = { appUrl: string; server: Part; end: () => Promise<unknown> };

async function sharedDatabase(): Promise<Database> {
  const { appUrl, drop } = await clonedDatabase();
  const notOurs = () => Promise.reject(new Error("This PostgreSQL is the run's: ask for { ownPostgres: true }"));
  return { appUrl, server: { start: notOurs, kill: notOurs, stop: notOurs, pid: () => null }, end: drop };
}

async function ownDatabase(folder: string): Promise<Database> {
  const port = await freePort();
  const dataDir = join(folder, 'postgres');
  // Durable: what was committed has to be there after SIGKILL.
  const start = () => startPostgres({ dataDir, port, durable: true, onProgress: () => {} });
  let urls = { appUrl: '', ownerUrl: '' };
  const server = part(
    async () => {
      // A killed server's sessions end a moment later, and hold its memory for as long.
      const running = await eventually(start, { timeoutMs: startsWithin, message: 'PostgreSQL starts' });
      urls = running;
      return running;
    },
    async () => true,
  );
  await server.start();
  const { appUrl, ownerUrl } = urls;
  const program = { name: 'migrate', script: new URL('migrate.ts', programs), logDir: folder };
  await runToEnd(
    { ...program, env: { ...process.env, DATABASE_OWNER_URL: ownerUrl } },
    'Migrating',
    new AbortController().signal,
  );
  const end = async () => {
    await server.stop();
    // Where root's folders are closed to PostgreSQL's user, its data are elsewhere.
    const { home } = choosePlace(dataDir, () => {});
    await rm(home, { recursive: true, force: true });
  };
  return { appUrl, server, end };
}

function temporalPart(folder: string, port: number): Part {
  return part(
    async () =>
      startTemporalServer({
        binary: await findTemporalBinary({
          cacheDir: temporalCacheDir(process.env),
          env: process.env,
          onProgress: () => {},
        }),
        port,
        uiPort: 0,
        headless: true,
        // As any server has it: what holds with this holds everywhere.
        updatesInFlight: 10,
        dbFile: join(folder, 'temporal.db'),
        logFile: join(folder, 'temporal.log'),
        searchAttributes: searchAttributeTypes,
      }),
    async () => true,
  );
}

/** A process that can be started again and again; `works` tells when it has taken up its work. */
function part(
  launch: (script?: URL, env?: Record<string, string>) => Promise<Running>,
  works: (running: Running) => Promise<boolean>,
): Part {
  let current: { running: Running; ended: string | null } | null = null;
  const gone = async (end: (running: Running) => unknown) => {
    if (current === null) return 'not running';
    await end(current.running);
    const how = await current.running.exited;
    current = null;
    return how;
  };
  return {
    start: async (script, env) => {
      if (current !== null) throw new Error('It runs already: end it first');
      const running = await launch(script, env);
      const mine = { running, ended: null as string | null };
      current = mine;
      void running.exited.then((how) => (mine.ended = how));
      const state = await eventually(async () => (mine.ended !== null ? 'ended' : (await works(running)) && 'works'), {
        timeoutMs: startsWithin,
        message: 'the process takes up its work',
      });
      if (state === 'ended') throw new Error(`The process ended while starting (${mine.ended})`);
    },
    kill: async () => void (await gone((running) => running.kill())),
    stop: () => gone((running) => running.stop()),
    pid: () => (current !== null && current.ended === null ? current.running.pid : null),
  };
}

/** Whether the worker of that process polls for workflow tasks. */
async function polls(client: Client, pid: number): Promise<boolean> {
  const { pollers } = await client.connection.withDeadline(Date.now() + 2000, () =>
    client.workflowService.describeTaskQueue({
      namespace: 'default',
      taskQueue: { name: productTaskQueue },
      taskQueueType: 1,
    }),
  );
  return pollers?.some(({ identity }) => identity?.startsWith(`${pid}@`)) ?? false;
}
