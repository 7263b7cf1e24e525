import { readdirSync, readFileSync } from 'node:fs';

/** The processes whose work is told apart. */
export const processNames = ['worker', 'web', 'temporal', 'postgres'] as const;

export type ProcessName = (typeof processNames)[number];

/** Process ids; one that runs elsewhere has none, and its work is not counted. */
export type Pids = Readonly<Record<ProcessName, number | null>>;

/** Milliseconds of one core, by process. */
export type CoreMs = Readonly<Record<ProcessName, number>>;

/** What Linux calls USER_HZ: the ticks of a second in /proc, 100 on every platform that Node runs on. */
const msPerTick = 10;

/** The processor time of these processes and of all their descendants since they were started. Zero where there is no /proc. */
export function readCoreMs(pids: Pids): CoreMs {
  const stats = readStats();
  const of = (name: ProcessName): number => {
    const pid = pids[name];
    return pid === null ? 0 : ticksOf(pid, stats) * msPerTick;
  };
  return { worker: of('worker'), web: of('web'), temporal: of('temporal'), postgres: of('postgres') };
}

/** What each of `count` operations has cost between two readings. */
export function coreMsEach(before: CoreMs, after: CoreMs, count: number): CoreMs {
  const of = (name: ProcessName): number => (after[name] - before[name]) / count;
  return { worker: of('worker'), web: of('web'), temporal: of('temporal'), postgres: of('postgres') };
}

/** All of it together. */
export function totalCoreMs(core: CoreMs): number {
  return processNames.reduce((sum, name) => sum + core[name], 0);
}

/** The memory of a process that is in use (resident), in MB; null where there is no /proc. */
export function residentMb(pid: number): number | null {
  const status = readProc(pid, 'status');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1];
  return kib === undefined ? null : (Number(kib) * 1024) / 1_000_000;
}

type Stat = Readonly<{ parent: number; ticks: number }>;

/** Children that have ended are counted in their parent's own figures. */
function ticksOf(pid: number, stats: ReadonlyMap<number, Stat>): number {
  let ticks = stats.get(pid)?.ticks ?? 0;
  for (const [child, { parent }] of stats) if (parent === pid) ticks += ticksOf(child, stats);
  return ticks;
}

function readStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const name of listProc()) {
    const pid = Number(name);
    // The command's name, in parentheses, may hold anything; what is of use stands after it, from the state on.
    const fields = readProc(pid, 'stat')
      ?.replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    if (fields === undefined) continue;
    const [, parent = 0] = fields;
    // utime, stime, cutime and cstime are fields 14 to 17 of proc_pid_stat(5).
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + field, 0);
    stats.set(pid, { parent, ticks });
  }
  return stats;
}

function listProc(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function readProc(pid: number, file: 'stat' | 'status'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
