import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { follow } from './child.ts';
import type { Running } from './child.ts';
import { expectFreePort, freePort } from './free-port.ts';
import { withPrivateFiles } from './private-files.ts';
import { guard } from './guard.ts';
import { claim, endProcess, recordedProcess, recordProcess } from './process-record.ts';
import { StartError } from './start-error.ts';

export { findTemporalBinary, temporalCacheDir } from './temporal-binary.ts';

/** Types of search attributes, as the Temporal CLI spells them. */
export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface TemporalOptions {
  binary: string;
  /** gRPC port on 127.0.0.1; 0 for a free one. */
  port: number;
  /** Port of the UI; 0 for a free one. */
  uiPort: number;
  /** SQLite file with everything that the server knows; its folder is made. */
  dbFile: string;
  searchAttributes: Record<string, SearchAttributeType>;
  logFile: string;
  /** Without UI. */
  headless?: boolean;
  /** How many updates a workflow may have in flight; Temporal's own limit is 10. */
  updatesInFlight?: number;
}

export interface TemporalServer extends Running {
  /** host:port for clients and workers. */
  address: string;
  /** Undefined when headless. */
  uiUrl: string | undefined;
}

/** More than processes can have on one ticket at a time: nothing depends on it, but waiting for a free place is slower. */
const updatesInFlight = 1000;

/** A commit is on disk before it is answered, with one wait for the disk; with SQLite's other journal it is several. */
const durableSqlite = ['journal_mode=wal', 'synchronous=full'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

/** How long the server may take until it answers, in ms. */
const READY_WITHIN = 60_000;

/**
 * Beside the ports that it is told, the server takes free ones of its own choice; where another program is quicker, it
 * ends at once. So often it is started anew then.
 */
const STARTS = 3;

/** The server ended before it was ready. */
class EndedEarly extends StartError {}

/**
 * Starts Temporal's dev server on 127.0.0.1, namespace `default`, and waits until it answers and has the search
 * attributes. A server of the same `dbFile` whose starter died is ended first.
 * @throws StartError
 */
export async function startTemporalServer(options: TemporalOptions): Promise<TemporalServer> {
  mkdirSync(dirname(options.dbFile), { recursive: true });
  mkdirSync(dirname(options.logFile), { recursive: true });
  const claimed = claim(`${options.dbFile}.starter`, `The Temporal server of ${options.dbFile}`);
  try {
    await endLeftoverTemporal(options.dbFile);
    const server = await startOnce(options, recordOf(options.dbFile), STARTS);
    void server.exited.then(claimed.release);
    return server;
  } catch (error) {
    claimed.release();
    throw error;
  }
}

/** The file, in Temporal's data folder, of all that its server knows. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, 'temporal.db');
}

/** Ends a server of this file that outlived the process that had started it. */
export async function endLeftoverTemporal(dbFile: string): Promise<void> {
  const leftover = recordedProcess(recordOf(dbFile));
  if (leftover !== undefined) await endProcess(leftover, 'SIGTERM', 15_000);
}

function recordOf(dbFile: string): string {
  return `${dbFile}.server`;
}

async function startOnce(options: TemporalOptions, recordFile: string, starts: number): Promise<TemporalServer> {
  const port = options.port || (await freePort());
  const uiPort = options.uiPort || (await freePort());
  await expectFreePort(port, 'Temporal', 'TEMPORAL_PORT');
  if (!options.headless) await expectFreePort(uiPort, "Temporal's UI", 'TEMPORAL_UI_PORT');
  const server = await launch(options, port, uiPort);
  recordProcess(recordFile, server.pid);
  const address = `127.0.0.1:${port}`;
  try {
    await untilReady(server, port, address, options);
  } catch (error) {
    await server.stop();
    if (error instanceof EndedEarly && starts > 1) return startOnce(options, recordFile, starts - 1);
    throw error;
  }
  return { ...server, address, uiUrl: options.headless ? undefined : `http://127.0.0.1:${uiPort}` };
}

async function launch(options: TemporalOptions, port: number, uiPort: number): Promise<Running> {
  const attributes = Object.entries(options.searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]);
  const ui = options.headless ? ['--headless'] : ['--ui-port', `${uiPort}`];
  const log = openSync(options.logFile, 'a', 0o600);
  // What the user's own Temporal settings say does not concern this server.
  const flags = ['server', 'start-dev', '--disable-config-env', '--disable-config-file', '--ip', '127.0.0.1']
    .concat(['--port', `${port}`, ...ui, '--db-filename', options.dbFile, '--log-level', 'warn', ...attributes])
    .concat(durableSqlite)
    .concat(['--dynamic-config-value', `history.maxInFlightUpdates=${options.updatesInFlight ?? updatesInFlight}`]);
  // In a process group of its own, so that Ctrl-C does not reach it before those who use it have ended.
  const child = withPrivateFiles(() => spawn(options.binary, flags, { detached: true, stdio: ['ignore', log, log] }));
  closeSync(log);
  const server = await follow(child, 'SIGTERM', 15_000);
  guard(server, { signal: 'SIGTERM', after: 3, grace: 10 });
  return server;
}

async function untilReady(server: Running, port: number, address: string, options: TemporalOptions): Promise<void> {
  let ended: string | undefined;
  void server.exited.then((how) => (ended = how));
  const wanted = Object.keys(options.searchAttributes);
  for (const deadline = Date.now() + READY_WITHIN; Date.now() < deadline; await sleep(50)) {
    if (ended !== undefined)
      throw new EndedEarly(`Temporal ended while starting (${ended}); its log is ${options.logFile}.`);
    if ((await listens(port)) && (await knowsAttributes(address, wanted))) return;
  }
  throw new StartError(`Temporal did not get ready within ${READY_WITHIN / 1000} s; its log is ${options.logFile}.`);
}

async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function knowsAttributes(address: string, wanted: string[]): Promise<boolean> {
  const connection = Connection.lazy({ address });
  try {
    return await connection.withDeadline(Date.now() + 5000, async () => {
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
      return wanted.every((name) => customAttributes[name] !== undefined);
    });
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
