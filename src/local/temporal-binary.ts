import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../config.ts';
import { StartError } from './start-error.ts';
import { buildTemporal } from './temporal-build.ts';
import { downloadTemporal } from './temporal-download.ts';

/** Version of the Temporal CLI that is downloaded or built: the last one that `go install` accepts. */
const TEMPORAL_VERSION = 'v1.5.1';

export interface FindOptions {
  /** Folder for a binary that had to be downloaded or built, see `temporalCacheDir`. */
  cacheDir: string;
  env: Environment;
  onProgress: (line: string) => void;
  /** Aborts a download or build. */
  signal?: AbortSignal;
}

/** The folder for what is built once per user, shared by all clones. */
export function temporalCacheDir(env: Environment): string {
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'uslimato');
}

/**
 * Path of a working Temporal CLI: TEMPORAL_CLI, `temporal` on PATH, the cache, else the SDK's download, else a build
 * with Go (minutes), both of which leave it in the cache.
 * @throws StartError if there is none, or TEMPORAL_CLI names none
 */
export async function findTemporalBinary({ cacheDir, env, onProgress, signal }: FindOptions): Promise<string> {
  if (env.TEMPORAL_CLI) {
    if (await runs(env.TEMPORAL_CLI)) return env.TEMPORAL_CLI;
    throw new StartError(
      `TEMPORAL_CLI names ${env.TEMPORAL_CLI}, which does not run as a Temporal CLI: correct it or unset it.`,
    );
  }
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, 'temporal');
    if (folder !== '' && existsSync(candidate) && (await runs(candidate))) return candidate;
  }
  const cached = join(cacheDir, `temporal-${TEMPORAL_VERSION}`);
  if (existsSync(cached) && (await runs(cached))) return cached;

  mkdirSync(cacheDir, { recursive: true });
  const draft = mkdtempSync(join(cacheDir, 'draft-'));
  try {
    const order = { folder: draft, version: TEMPORAL_VERSION, env, onProgress, ...(signal && { signal }) };
    const made = (await downloadTemporal(order)) ?? (await buildTemporal(order));
    if (!(await runs(made)))
      throw new StartError(`The Temporal server made in ${cacheDir} does not run: set TEMPORAL_CLI to one.`);
    renameSync(made, cached);
    return cached;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function runs(binary: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(binary, ['--version'], { timeout: 20_000 });
    return stdout.startsWith('temporal version');
  } catch {
    return false;
  }
}
