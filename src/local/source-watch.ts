import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked at the sources, in ms. Looking is as good on every file system, and takes 8 ms of CPU. */
const LOOK_EVERY = 400;

/** What a process is made of; an editor's own files beside it are not. */
const kinds = ['.ts', '.js', '.css', '.eta', '.svg'];

/** When each file was last written, and how long it is, by its path from the root. */
type Look = ReadonlyMap<string, string>;

export type SourceWatch = Readonly<{
  /** The folder that the others, and the paths that are told, lie in. */
  root: string;
  folders: readonly string[];
  signal: AbortSignal;
  /** Is given the files that have changed, come or gone. Further changes are told when it is done. */
  changed: (files: readonly string[]) => Promise<void>;
}>;

/**
 * Tells of changes until `signal` is aborted. While files are being written it waits: they are told of when two looks in
 * a row find the same.
 */
export async function watchSources({ root, folders, signal, changed }: SourceWatch): Promise<void> {
  let told = lookAt(root, folders);
  let last = told;
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const now = lookAt(root, folders);
    const quiet = differences(last, now).length === 0;
    last = now;
    const files = quiet ? differences(told, now) : [];
    if (files.length === 0) continue;
    told = now;
    await changed(files);
  }
}

function lookAt(root: string, folders: readonly string[]): Look {
  const found = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.') || !kinds.includes(extname(entry.name))) continue;
      const path = join(entry.parentPath, entry.name);
      // It may have gone since it was listed.
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat !== undefined) found.set(relative(root, path), `${stat.mtimeMs} ${stat.size}`);
    }
  }
  return found;
}

function differences(before: Look, after: Look): string[] {
  const files = new Set([...before.keys(), ...after.keys()]);
  return [...files].filter((file) => before.get(file) !== after.get(file)).toSorted();
}
