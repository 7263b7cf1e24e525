import type { ChildProcess } from 'node:child_process';

/** A server that runs as a child process of this one. */
export interface Running {
  pid: number;
  /** Resolves when the process has ended, for whatever reason, with a phrase for it ("exit code 1"). */
  exited: Promise<string>;
  /** Stops it gracefully; resolves when it is gone. */
  stop(): Promise<void>;
  /** Kills it at once. */
  kill(): void;
}

/**
 * Follows a child process that was just spawned; `stopSignal` asks it to end, SIGKILL follows after `graceMs`. Rejects
 * if it could not be spawned.
 */
export async function follow(child: ChildProcess, stopSignal: NodeJS.Signals, graceMs: number): Promise<Running> {
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
  child.on('error', () => undefined);
  return {
    pid,
    exited,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill(stopSignal);
      const forced = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(forced);
    },
  };
}
