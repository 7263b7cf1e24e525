import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { emptyFolderFor } from './postgres-place.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { commandOf, endProcess, isListed } from './process-record.ts';
import { StartError } from './start-error.ts';

const MAJOR_VERSION = '18';

/** How long the system may take to reap a killed process, in ms. */
const COLLECTED_WITHIN = 5000;

/** The environment of PostgreSQL's programs: nothing of ours, so that a PGDATA or LANG cannot change them. */
export const SERVER_ENV = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * Creates the cluster under `place.home` unless it exists, and returns its folder. The superuser is `postgres`; sorting
 * is by code point on every machine (the built-in C.UTF-8).
 * @throws StartError if the cluster is of another major version
 */
export async function ensureCluster(place: PostgresPlace, adminPassword: string, durable: boolean): Promise<string> {
  const cluster = join(place.home, 'cluster');
  if (existsSync(cluster)) {
    const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
    if (version === MAJOR_VERSION) return cluster;
    throw new StartError(
      `${cluster} was made by PostgreSQL ${version}, this is ${MAJOR_VERSION}: move it away, or set DATA_DIR to another folder.`,
    );
  }
  const draft = `${cluster}.draft`;
  emptyFolderFor(place, draft);
  await initialise(place, draft, adminPassword, durable);
  renameSync(draft, cluster);
  return cluster;
}

async function initialise(
  place: PostgresPlace,
  folder: string,
  adminPassword: string,
  durable: boolean,
): Promise<void> {
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, adminPassword, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const speed = durable ? [] : ['--no-sync'];
  try {
    await promisify(execFile)(join(place.bin, 'initdb'), [`--pgdata=${folder}`, ...locale, ...login, ...speed], {
      ...place.user,
      cwd: '/',
      env: SERVER_ENV,
    });
  } catch (error) {
    throw new StartError(
      `PostgreSQL's initdb failed: ${(error as { stderr?: string }).stderr?.trim() || String(error)}`,
    );
  } finally {
    rmSync(passwordFile);
  }
}

/**
 * Deletes a cluster outside of the data folder if that folder, with the passwords, was deleted: it is a fresh start.
 */
export async function discardForgotten(place: PostgresPlace, onProgress: (line: string) => void): Promise<void> {
  const cluster = join(place.home, 'cluster');
  if (!existsSync(cluster)) return;
  onProgress(`The data folder is new: PostgreSQL's data of the deleted one are removed from ${cluster}.`);
  await endLeftover(cluster);
  rmSync(cluster, { recursive: true });
}

/** Ends a server of this cluster that outlived the process that started it. */
export async function endLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (commandOf(pid)?.includes(cluster)) await endProcess(pid, 'SIGINT', 30_000);
  for (const deadline = Date.now() + COLLECTED_WITHIN; isEnding(pid) && Date.now() < deadline;) await sleep(50);
  // The file of a dead server stays: PostgreSQL uses it to check that no session of that server is left. But it would
  // take any process with this number, whether reused by now or never reaped, for the old server.
  if (isListed(pid)) rmSync(pidFile, { force: true });
}

/** A process that is listed without a command line has been killed and is about to vanish. */
function isEnding(pid: number): boolean {
  return isListed(pid) && commandOf(pid) === undefined;
}
