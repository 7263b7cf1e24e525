import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Makes the data folder, or closes the one that is there: others may pass through it (0711), because PostgreSQL's own user
 * has to, but not look around. What its owner has closed further stays so, and a folder that is shared by design (sticky,
 * such as /tmp) or somebody else's is left alone.
 */
export function dataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const { mode, uid } = statSync(folder);
  if ((mode & 0o1000) === 0 && uid === (process.getuid?.() ?? uid)) chmodSync(folder, mode & 0o711);
}

/**
 * Makes a folder for its owner alone (0700), and closes what is in it already, whoever made it: files 0600, folders 0700.
 * @throws StartError when something in it is another user's
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  close(folder, 0o700);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) close(join(entry.parentPath, entry.name), 0o700);
    else if (entry.isFile()) close(join(entry.parentPath, entry.name), 0o600);
  }
}

/** Starts a program of which all files are its owner's alone: a child takes over the mask that it is born with. */
export function withPrivateFiles<T>(start: () => T): T {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

function close(path: string, mode: number): void {
  try {
    chmodSync(path, mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
    throw new StartError(
      `${path} belongs to another user: start as that user, or set DATA_DIR to a folder of your own.`,
    );
  }
}
