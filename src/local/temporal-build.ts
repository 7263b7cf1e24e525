import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { withProgress } from './progress.ts';
import { StartError } from './start-error.ts';
import type { TemporalOrder } from './temporal-download.ts';

/** What to do if neither a download nor a build is possible. */
const OTHERWISE = 'install the Temporal CLI, or set TEMPORAL_CLI to its path or TEMPORAL_ADDRESS to a server that runs';

/**
 * Builds the Temporal server with Go into `folder`, which takes minutes, and returns its path.
 * @throws StartError if Go is missing or fails
 */
export async function buildTemporal({ folder, version, env, onProgress, signal }: TemporalOrder): Promise<string> {
  signal?.throwIfAborted();
  // In a process group of its own, so that the compilers that Go starts end with it.
  const go = spawn('go', ['install', `github.com/temporalio/cli/cmd/temporal@${version}`], {
    env: { ...env, GOBIN: folder },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const announcement = 'Building it with Go instead, once per user of this machine; that takes about five minutes.';
  go.once('spawn', () => onProgress(announcement));
  let said = '';
  go.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4000)));
  const cancel = () => go.pid && process.kill(-go.pid, 'SIGKILL');
  signal?.addEventListener('abort', cancel);
  // A program that just ends must not leave minutes of compiling behind.
  process.once('exit', cancel);
  const built = new Promise<number | null>((resolve, reject) => {
    go.once('error', reject);
    go.once('close', resolve);
  });
  try {
    const code = await withProgress(
      onProgress,
      (seconds) => `Building the Temporal server: ${seconds} s so far.`,
      built,
    );
    signal?.throwIfAborted();
    if (code === 0) return join(folder, 'temporal');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new StartError(
      `There is no Temporal server on this machine, none could be downloaded, and Go to build one is missing: ${OTHERWISE}.`,
    );
  } finally {
    signal?.removeEventListener('abort', cancel);
    process.removeListener('exit', cancel);
  }
  throw new StartError(`Go could not build the Temporal server (${said.trim().split('\n').at(-1)}): ${OTHERWISE}.`);
}
