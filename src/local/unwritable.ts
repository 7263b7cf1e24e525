import { StartError } from './start-error.ts';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'it lies in a file',
  EEXIST: 'it is no folder',
};

/** What an error from writing under the data folder means; any other error is returned as it is. */
export function asUnwritable(error: unknown, dataDir: string): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const reason = reasons[code ?? ''];
  if (reason === undefined || path === undefined || !path.startsWith(dataDir)) return error;
  return new StartError(
    `${path} cannot be written, for ${reason}: make room for it, or set DATA_DIR to another folder than ${dataDir}.`,
  );
}
