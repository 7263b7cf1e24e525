import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config.ts';
import { follow } from './child.ts';
import type { Running } from './child.ts';
import { endProcess, recordedProcess, recordProcess } from './process-record.ts';
import { StartError } from './start-error.ts';

/** One of the product's own processes, run as a child of `npm start`. */
export interface ServiceProcess {
  /** "web", also the name of its log. */
  name: string;
  script: URL;
  /** Its arguments, if it takes any. */
  args?: readonly string[];
  env: Environment;
  /** Folder of the logs. */
  logDir: string;
}

/** How long a service may take to finish its current work, in ms. */
const GRACE = 20_000;

/** Starts a service that runs until it is told to stop; its output goes to its log. */
export async function startService(service: ServiceProcess): Promise<Running> {
  await endLeftoverService(service.name, service.logDir);
  const before = sizeOf(logOf(service));
  const running = await launch(service);
  recordProcess(recordOf(service.name, service.logDir), running.pid);
  const exited = running.exited.then((how) => [how, errorIn(printedSince(service, before))].filter(Boolean).join(': '));
  return { ...running, exited };
}

/** Ends the service of this name that was left behind by an earlier `npm start` that was killed. */
export async function endLeftoverService(name: string, logDir: string): Promise<void> {
  const leftover = recordedProcess(recordOf(name, logDir));
  if (leftover !== undefined) await endProcess(leftover, 'SIGTERM', GRACE);
}

/**
 * Runs a process to its end.
 * @throws StartError if it fails, with the error that it printed; the signal's reason if `signal` ended it
 */
export async function runToEnd(process: ServiceProcess, purpose: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const before = sizeOf(logOf(process));
  const running = await launch(process);
  const stop = () => void running.stop();
  signal.addEventListener('abort', stop);
  const how = await running.exited;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (how === 'exit code 0') return;
  const printed = printedSince(process, before);
  const why = errorIn(printed) ?? printed.trim().split('\n').at(-1) ?? '';
  throw new StartError(`${purpose} failed (${how}): ${why.replace(/[.;]$/, '')}; its log is ${logOf(process)}.`);
}

async function launch(process: ServiceProcess): Promise<Running> {
  mkdirSync(process.logDir, { recursive: true });
  const log = openSync(logOf(process), 'a', 0o600);
  // In a process group of its own, so that Ctrl-C in the terminal does not end it before its turn; through the IPC
  // channel it notices when this process is gone (exitWithParent).
  const child = fork(process.script, [...(process.args ?? [])], {
    env: process.env,
    execArgv: [],
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  return follow(child, 'SIGTERM', GRACE);
}

function logOf({ name, logDir }: { name: string; logDir: string }): string {
  return join(logDir, `${name}.log`);
}

function recordOf(name: string, logDir: string): string {
  return join(logDir, `${name}.process`);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The process's log output after the first `before` bytes. */
function printedSince(process: ServiceProcess, before: number): string {
  return readFileSync(logOf(process)).subarray(before).toString('utf8');
}

/** The line of the last uncaught error. */
function errorIn(printed: string): string | undefined {
  return printed.split('\n').findLast((line) => /^\w*Error\b.*: /.test(line));
}
