import { existsSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Kept } from './keep-running.ts';
import { StartError } from './start-error.ts';

/** The parts that restart when their sources change. */
export type Reloaded = Readonly<Record<'web' | 'worker', Pick<Kept, 'restart'>>>;

/** The folders that each part is made of. */
const madeOf = {
  worker: ['src', 'workflows', 'activities'],
  web: ['src', 'web'],
} as const satisfies Record<keyof Reloaded, readonly string[]>;

/** The folders to watch. */
export const sourceFolders: readonly string[] = [...new Set(Object.values(madeOf).flat())];

export type ReloadTools = Readonly<{
  /** The folder that the names of changed files are relative to. */
  root: string;
  parts: Reloaded;
  /** Bundles the workflows; rejects with a StartError when they cannot be. */
  bundle: () => Promise<void>;
  say: (line: string) => void;
}>;

/**
 * Gives the function that restarts the parts which changed files belong to. If one of the files is not valid TypeScript, or
 * the workflows cannot be bundled, it says so and restarts nothing; these files are tried again with the next change.
 */
export function createReload({ root, parts, bundle, say }: ReloadTools): (files: readonly string[]) => Promise<void> {
  const pending = new Set<string>();
  const refuse = (why: readonly string[]): void =>
    say([...why, 'Nothing is restarted until that is fixed.'].join('\n'));

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
      // Before the running worker is stopped, so that the new one can begin at once.
      if (names.includes('worker')) await bundle();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      return refuse([error.message]);
    }
    pending.clear();
    await Promise.all(names.map((name) => parts[name].restart()));
  };
}

/** Why the file cannot be run, with its name; null when it can, when it is no program, or when it has been removed. */
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

/** The lines in which a syntax error shows its place; they precede the error itself. */
function placeIn(stack = ''): string {
  const lines = stack.split('\n');
  const end = lines.findIndex((line) => /^\w*Error\b/.test(line));
  return end > 0 ? `\n${lines.slice(0, end).join('\n').trimEnd()}` : '';
}

function shortList([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
