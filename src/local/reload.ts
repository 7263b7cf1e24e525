import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Kept } from './keep-running.ts';
import { StartError } from './start-error.ts';

/** The parts that restart when their sources change. */
export type Reloaded = Readonly<Record<'web' | 'worker', Pick<Kept, 'restart'>>>;

/** The folders that each of them is made of. */
const madeOf = {
  worker: ['src', 'workflows', 'activities'],
  web: ['src', 'web'],
} as const satisfies Record<keyof Reloaded, readonly string[]>;

/** All of these folders. */
export const sourceFolders: readonly string[] = [...new Set(Object.values(madeOf).flat())];

export type ReloadTools = Readonly<{
  /** The folder that `files` are given from. */
  root: string;
  parts: Reloaded;
  /** Bundles the workflows; rejects with a StartError when they cannot be. */
  bundle: () => Promise<void>;
  say: (line: string) => void;
}>;

/**
 * Gives what restarts the parts that are made of changed files. Where one of these is not even TypeScript, or the workflows
 * cannot be bundled, it says so, what runs goes on running as it is, and the files are tried again with the next change.
 */
export function createReload({ root, parts, bundle, say }: ReloadTools): (files: readonly string[]) => Promise<void> {
  const pending = new Set<string>();
  const refuse = (why: readonly string[]): void =>
    say([...why, 'Nothing is restarted until that is mended.'].join('\n'));

  return async (files) => {
    for (const file of files) pending.add(file);
    const changed = [...pending];
    const faults = changed.flatMap((file) => faultOf(root, file) ?? []);
    if (faults.length > 0) return refuse(faults);
    const names = (['worker', 'web'] as const).filter((name) =>
      changed.some((file) => madeOf[name].some((folder) => file.startsWith(`${folder}/`))),
    );
    say(`${shortList(changed)} changed: restarting ${names.join(' and ')}.`);
    try {
      // While the worker that runs still works: a new one then takes up its work at once.
      if (names.includes('worker')) await bundle();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      return refuse([error.message]);
    }
    pending.clear();
    await Promise.all(names.map((name) => parts[name].restart()));
  };
}

/** Why the file cannot be run, in words with its name; null where it can, or is no program, or is gone. */
function faultOf(root: string, file: string): string | null {
  const path = join(root, file);
  if (!/\.[jt]s$/.test(file) || !existsSync(path)) return null;
  try {
    stripTypeScriptTypes(readFileSync(path, 'utf8'), { sourceUrl: file });
    return null;
  } catch (error) {
    const { message, stack } = error as Error;
    return `${file} cannot be run: ${message}${placeIn(stack)}`;
  }
}

/** The lines in which a syntax error shows its place: they stand before the error itself. */
function placeIn(stack = ''): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => /^\w*Error\b/.test(line));
  return end > 0 ? `\n${lines.slice(0, end).join('\n').trimEnd()}` : '';
}

function shortList([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
