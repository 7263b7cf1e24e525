import type { Environment } from '../config.ts';
import { commandOf, livesOn, parentOf } from './process-record.ts';

/** How often to check that npm is still alive, in ms. */
const LOOK_EVERY = 250;

/** How far up npm is: it starts a shell, which starts the program. */
const GENERATIONS = 3;

/**
 * Calls `gone` once when the npm that runs this script ends. npm passes the stop signal to its shell, and the shell
 * does not pass it on. Does nothing in a process that was not started by npm: such a one may outlive the shell that it
 * was typed in.
 */
export function whenNpmEnds(env: Environment, gone: () => void): { stop: () => void } {
  if (env.npm_lifecycle_event === undefined) return { stop: () => undefined };
  const parent = process.ppid;
  const npmLives = lifeOfNpm(parent);
  const looking = setInterval(() => {
    if (process.ppid === parent && npmLives()) return;
    clearInterval(looking);
    gone();
  }, LOOK_EVERY).unref();
  return { stop: () => clearInterval(looking) };
}

/** A check whether npm is alive, if it is found among the ancestors from `pid` up. */
function lifeOfNpm(pid: number): () => boolean {
  for (
    let up: number | undefined = pid, seen = 0;
    up !== undefined && seen < GENERATIONS;
    up = parentOf(up), seen += 1
  ) {
    if (/\b(npm|pnpm|yarn)\b/.test(commandOf(up) ?? '')) return livesOn(up);
  }
  return () => true;
}
