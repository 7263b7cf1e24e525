import { spawn } from 'node:child_process';
import type { Running } from './child.ts';

/**
 * Waits for its input to end, which is when whoever started it does, by whatever death: then gives those who use the server
 * `$1` s, sends the signal `$2` to `$3`, and SIGKILL when that is not enough within `$4` s.
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
  /** What ends the server in good order. */
  signal: NodeJS.Signals;
  /** How long those who use it may take to end first, in seconds. */
  after: number;
  /** How long it may take itself, in seconds. */
  grace: number;
}

/**
 * Sees to it that a server ends when this process has died and could not stop it, even by SIGKILL: a program of somebody
 * else's does not notice that by itself. A shell of its own watches, and ends with the server.
 */
export function guard(server: Running, { signal, after, grace }: GuardOptions): void {
  const order = [`${after}`, signal.replace('SIG', ''), `${server.pid}`, `${grace}`];
  const shell = spawn('/bin/sh', ['-c', script, 'guard', ...order], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where there is no shell, the next start ends what was left behind.
  shell.on('error', () => undefined);
  shell.unref();
  void server.exited.then(() => shell.kill('SIGKILL'));
}
