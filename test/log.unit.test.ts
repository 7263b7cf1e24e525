import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';

const program = fileURLToPath(new URL('./logging-process.ts', import.meta.url));

let folder: string;
let child: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uslimato-log-'));
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** Starts the process that logs, with this for stdout and stderr. */
function start(output: number | 'pipe') {
  const end = join(folder, 'end');
  child = spawn(process.execPath, [program, end], { stdio: ['ignore', output, output] });
  const ended = once(child, 'exit');
  return { ended, finish: () => writeFileSync(end, '') };
}

describe('a process whose log cannot be written', () => {
  test('because the disk is full goes on, and ends as it would', async () => {
    const full = openSync('/dev/full', 'w');
    const { ended, finish } = start(full);
    closeSync(full);
    await pause(1000);
    expect(child.exitCode).toBeNull();
    finish();
    expect(await ended).toEqual([0, null]);
  });

  test('because nobody reads any more goes on, and ends as it would', async () => {
    const { ended, finish } = start('pipe');
    await once(child.stdout!, 'data');
    child.stdout!.destroy();
    child.stderr!.destroy();
    await pause(1000);
    expect(child.exitCode).toBeNull();
    finish();
    expect(await ended).toEqual([0, null]);
  });

  test('has written every line where it can be', async () => {
    const file = join(folder, 'log');
    const log = openSync(file, 'w');
    const { ended, finish } = start(log);
    closeSync(log);
    await pause(300);
    finish();
    expect(await ended).toEqual([0, null]);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const entries = lines.map((line) => JSON.parse(line) as { n?: number; msg: string });
    expect(entries.at(-1)?.msg).toBe('the last line');
    expect(entries.slice(0, -1).map(({ n }) => n)).toEqual(entries.slice(0, -1).map((_, place) => place + 1));
  });
});
