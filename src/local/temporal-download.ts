import { fork } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config.ts';

/** Where to put a Temporal binary, and of which version ("v1.5.1"). */
export interface TemporalOrder {
  folder: string;
  version: string;
  env: Environment;
  onProgress: (line: string) => void;
  signal?: AbortSignal;
}

/** After this long without a new byte the download is given up, in ms. */
const STALLED_AFTER = 15_000;

/**
 * Lets the Temporal SDK download the server into `folder`; returns its path, or undefined if the site cannot be
 * reached.
 */
export async function downloadTemporal({
  folder,
  version,
  env,
  onProgress,
  signal,
}: TemporalOrder): Promise<string | undefined> {
  onProgress('No Temporal server on this machine: trying to download one.');
  signal?.throwIfAborted();
  // The SDK's download cannot be interrupted, so it runs in a process of its own.
  const child = fork(new URL('temporal-download-process.ts', import.meta.url), [folder, version], {
    env,
    execArgv: [],
    stdio: 'ignore',
  });
  const watch = watchGrowth(folder, (megabytes, stalled) => {
    if (stalled) child.kill('SIGKILL');
    else onProgress(`Downloading the Temporal server: ${megabytes} MB so far.`);
  });
  const cancel = () => child.kill('SIGKILL');
  signal?.addEventListener('abort', cancel);
  const succeeded = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
  clearInterval(watch);
  signal?.removeEventListener('abort', cancel);
  signal?.throwIfAborted();
  if (!succeeded) onProgress('It cannot be downloaded here.');
  const [downloaded] = succeeded ? readdirSync(folder) : [];
  return downloaded === undefined ? undefined : join(folder, downloaded);
}

/** Reports every 5 s how large the folder is, and whether it has stopped growing for too long. */
function watchGrowth(folder: string, report: (megabytes: number, stalled: boolean) => void): NodeJS.Timeout {
  let size = 0;
  let grownAt = Date.now();
  return setInterval(() => {
    const now = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    if (now > size) grownAt = Date.now();
    size = now;
    report(Math.round(size / 1e6), Date.now() - grownAt > STALLED_AFTER);
  }, 5000);
}
