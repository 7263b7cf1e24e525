import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../src/local/free-port.ts';
import { choosePlace } from '../../src/local/postgres-place.ts';
import { eventually } from '../support/eventually.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let env: NodeJS.ProcessEnv;
const started: number[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uslimato-npm-start-'));
  chmodSync(folder, 0o755);
  const names = ['PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'SMTP_PORT', 'MAIL_UI_PORT'];
  const ports = await Promise.all(names.map(async (name) => [name, String(await freePort())] as const));
  env = { ...process.env, DATA_DIR: join(folder, 'data'), ...Object.fromEntries(ports) };
});
afterEach(() => {
  for (const pid of started.splice(0)) if (lives(pid)) process.kill(pid, 'SIGKILL');
});
afterAll(() => {
  // Where root's folders are closed to PostgreSQL's user, its data are elsewhere.
  rmSync(choosePlace(join(folder, 'data', 'postgres'), () => undefined).home, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

type Started = Readonly<{ npm: ChildProcess; said(): string; everything: () => Process[] }>;
type Process = Readonly<{ pid: number; parent: number; command: string }>;

/** `npm start`, as a person types it, until it says that everything runs. */
async function start(more: NodeJS.ProcessEnv = {}): Promise<Started> {
  // A group of its own, as a terminal gives it.
  const npm = spawn('npm', ['start'], { cwd: root, env: { ...env, ...more }, detached: true });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  started.push(npm.pid ?? 0);
  await eventually(() => said.includes('Ctrl-C stops everything') || npm.exitCode !== null, { timeoutMs: 150_000 });
  const everything = () => descendants(npm.pid ?? 0);
  started.push(...everything().map(({ pid }) => pid));
  return { npm, said: () => said, everything };
}

function processes(): Process[] {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return list
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .map((found) => ({ pid: Number(found?.[1]), parent: Number(found?.[2]), command: found?.[3] ?? '' }));
}

function descendants(of: number): Process[] {
  const all = processes();
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)]);
  return below(of);
}

/** A process that has ended and that nobody collects does not live. */
const lives = (pid: number): boolean => {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
};

const parts = [
  /src\/main\/dev\.ts/,
  /main\/web\.ts/,
  /main\/worker\.ts/,
  /mail-catcher/,
  /temporal.*start-dev/,
  /bin\/postgres -D/,
];
const pidOf = (all: readonly Process[], part: RegExp): number =>
  all.find(({ command }) => part.test(command))?.pid ?? 0;

describe('npm start', () => {
  it('ended by a kill of its own process id stops everything in order', async () => {
    const { npm, said, everything } = await start();
    const all = everything();
    expect(parts.filter((part) => pidOf(all, part) === 0)).toEqual([]);
    npm.kill('SIGTERM');
    await eventually(() => all.every(({ pid }) => !lives(pid)), { timeoutMs: 45_000 });
    const stopping = [...said().matchAll(/^Stopping (.*)\.$/gm)].map(([, part]) => part);
    expect(stopping).toEqual(['web', 'worker', 'mail catcher', 'Temporal', 'PostgreSQL']);
    expect(existsSync(join(folder, 'data', 'npm-start.json'))).toBe(false);
  }, 240_000);

  it('killed together with its npm leaves nothing behind for more than seconds', async () => {
    const { npm, everything } = await start();
    const all = everything();
    expect(parts.filter((part) => pidOf(all, part) === 0)).toEqual([]);
    npm.kill('SIGKILL');
    process.kill(pidOf(all, /src\/main\/dev\.ts/), 'SIGKILL');
    await eventually(() => all.every(({ pid }) => !lives(pid)), { timeoutMs: 30_000 });
  }, 240_000);

  it('with a data folder that cannot be written says so in one sentence', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const { npm, said } = await start({ DATA_DIR: join(file, 'data') });
    if (npm.exitCode === null) await once(npm, 'exit');
    expect(npm.exitCode).toBe(1);
    expect(said().trim().split('\n').at(-1)).toBe(
      `${file}/data cannot be written, for it lies in a file: make room for it, or set DATA_DIR to another folder than ${file}/data.`,
    );
    expect(said()).not.toContain('    at ');
  }, 60_000);
});
