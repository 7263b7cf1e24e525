import { spawn } from 'node:child_process';
import type { Running } from './child.ts';

/**
 * Waits for the end of its input, which comes when its starter dies, in whatever way: then gives the server's users
 * `$1` s, sends the signal `$2` to `$3`, and SIGKILL if that is not enough within `$4` s.
 */
const script = `
read -r _
sleep "$1"
kill -s "$2" "$3" 2>/dev/null || exit 0
while [ "$4" -gt 0 ]; do
  sleep 1
  kill -0 "$3" 2>/dev/null || exit 0
  set -- "$1" "$2" "$3" "$(($4 - 1))"
done
kill -s KILL "$3" 2>/dev/null`;

export interface GuardOptions {
  /** The signal that stops the server gracefully. */
  signal: NodeJS.Signals;
  /** How long its users may take to end first, in seconds. */
  after: number;
  /** How long it may take itself, in seconds. */
  grace: number;
}

/**
 * Makes sure that a server ends if this process dies without stopping it, even by SIGKILL: third-party programs do not
 * notice that by themselves. A shell of its own watches, and ends with the server.
 */
export function guard(server: Running, { signal, after, grace }: GuardOptions): void {
  const order = [`${after}`, signal.replace('SIG', ''), `${server.pid}`, `${grace}`];
  const shell = spawn('/bin/sh', ['-c', script, 'guard', ...order], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // If there is no shell, the next start ends what was left behind.
  shell.on('error', () => undefined);
  shell.unref();
  void server.exited.then(() => shell.kill('SIGKILL'));
}
