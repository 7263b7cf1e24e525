import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often the sources are looked at, in ms. Unlike being told, looking works on every file system; it takes 8 ms of CPU. */
const LOOK_EVERY = 400;

/** The kinds of files that a process is made of; an editor's own files beside them are not watched. */
const kinds = ['.ts', '.js', '.css', '.eta', '.svg'];

/** When each file was last written, and how long it is, by its path from the root. */
type Look = ReadonlyMap<string, string>;

export type SourceWatch = Readonly<{
  /** The folder that `folders` and the reported paths are relative to. */
  root: string;
  folders: readonly string[];
  signal: AbortSignal;
  /** Is given the files that were changed, added or removed. Further changes are reported when it is done. */
  changed: (files: readonly string[]) => Promise<void>;
}>;

/**
 * Reports changes until `signal` is aborted. It waits while files are being written: they are reported once two looks in a
 * row find the same.
 */
export async function watchSources({ root, folders, signal, changed }: SourceWatch): Promise<void> {
  let reported = lookAt(root, folders);
  let last = reported;
  for (;;) {
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const now = lookAt(root, folders);
    const quiet = differences(last, now).length === 0;
    last = now;
    const files = quiet ? differences(reported, now) : [];
    if (files.length === 0) continue;
    reported = now;
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
