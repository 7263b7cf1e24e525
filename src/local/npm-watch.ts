import type { Environment } from '../config.ts';
import { commandOf, livesOn, parentOf } from './process-record.ts';

/** How often it is looked whether npm still lives, in ms. */
const LOOK_EVERY = 250;

/** So far up stands npm: it starts a shell, and that the program. */
const GENERATIONS = 3;

/**
 * Calls `gone` once when the npm that runs this script ends. npm passes the wish to stop to its shell, and the shell keeps it
 * to itself. Does nothing in a process that npm has not started: one may outlive the shell that it was typed in.
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

/** Tells whether npm lives, where it is found among those from `pid` up. */
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
