import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './start-error.ts';

/** When a living process started: the same process id with another start time is another process. */
function identityOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-p', `${pid}`, '-o', 'lstart='], { encoding: 'utf8' }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // A zombie has ended, even if nobody reaps it.
    return fields[0] === 'Z' ? undefined : `${boot} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** The command line of a living process, or undefined. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-p', `${pid}`, '-o', 'command='], { encoding: 'utf8' }).trim();
    }
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The parent of a living process, or undefined. */
export function parentOf(pid: number): number | undefined {
  try {
    if (process.platform !== 'linux') {
      return Number(execFileSync('ps', ['-p', `${pid}`, '-o', 'ppid='], { encoding: 'utf8' })) || undefined;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) || undefined;
  } catch {
    return undefined;
  }
}

/** Returns a check whether the process that now has this id is still alive. */
export function livesOn(pid: number): () => boolean {
  const identity = identityOf(pid);
  return () => identity !== undefined && identityOf(pid) === identity;
}

/** Whether the system still lists a process with this id, even one that has ended and was not reaped. */
export function isListed(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Records in `file` which process `pid` is, for a later start that must find it. */
export function recordProcess(file: string, pid: number, flag = 'w'): void {
  writeFileSync(file, JSON.stringify({ pid, identity: identityOf(pid) }), { flag, mode: 0o600 });
}

/** The process id recorded in `file`, if that very process is still alive. */
export function recordedProcess(file: string): number | undefined {
  let record: { pid: number; identity?: string };
  try {
    record = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
  return record.identity !== undefined && identityOf(record.pid) === record.identity ? record.pid : undefined;
}

/**
 * Uses `file` as a lock that this process uses what is next to it, until `release`. A dead process's lock is void.
 * @throws StartError if a living process holds it; `what` begins the sentence
 */
export function claim(file: string, what: string): { release: () => void } {
  const holder = recordedProcess(file);
  if (holder !== undefined) {
    throw new StartError(`${what} is in use by process ${holder}: stop that one first, or choose another DATA_DIR.`);
  }
  rmSync(file, { force: true });
  recordProcess(file, process.pid, 'wx');
  return { release: () => rmSync(file, { force: true }) };
}

/** Ends a process that is not a child of this one: by `signal`, and by SIGKILL if it is still alive after `graceMs`. */
export async function endProcess(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const lives = livesOn(pid);
  if (!lives()) return;
  process.kill(pid, signal);
  for (const deadline = Date.now() + graceMs; lives() && Date.now() < deadline;) await sleep(50);
  if (lives()) process.kill(pid, 'SIGKILL');
  while (lives()) await sleep(50);
}
