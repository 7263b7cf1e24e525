import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Creates the data folder, or restricts an existing one: others may pass through it (0711), because PostgreSQL's own
 * user must, but not list it. Stricter permissions set by its owner are kept, and a folder that is shared by design
 * (sticky, such as /tmp) or belongs to somebody else is left alone.
 */
export function dataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const { mode, uid } = statSync(folder);
  if ((mode & 0o1000) === 0 && uid === (process.getuid?.() ?? uid)) chmodSync(folder, mode & 0o711);
}

/**
 * Creates a folder for its owner only (0700), and restricts what is already in it: files to 0600, folders to 0700.
 * @throws StartError if something in it belongs to another user
 */
export function privateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  close(folder, 0o700);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) close(join(entry.parentPath, entry.name), 0o700);
    else if (entry.isFile()) close(join(entry.parentPath, entry.name), 0o600);
  }
}

/** Starts a program all of whose files are private to their owner: a child inherits the umask. */
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
