import { afterEach, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./standing-still-process.ts', import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that stands still as told; `ended` tells how it ended and what it had printed. */
async function start(how: string, limitMs: number, flags: string[] = []) {
  const child = spawn(process.execPath, [...flags, program, how, String(limitMs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, printed }));
  await once(child.stdout, 'data');
  return { child, ended };
}

const line = (printed: string) => JSON.parse(printed.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

describe('a process whose event loop stands still', () => {
  test.each(['loop', 'expression', 'promises'])(
    'in a %s ends by a code of its own, and its log says where it stood',
    async (how) => {
      const { code, printed } = await (await start(how, 600)).ended;
      expect(code).toBe(86);
      expect(line(printed)).toMatchObject({
        level: 60,
        name: 'trial',
        exitCode: 86,
        msg: 'The event loop has stood still for 0.6 s, so this process ends, to be started again',
        // Between two promises it stands nowhere.
        stack: expect.stringContaining(how === 'promises' ? 'Error' : 'standing-still-process.ts'),
      });
    },
  );

  test('in a system call is killed, and its log says so', async () => {
    const { signal, printed } = await (await start('system call', 600)).ended;
    expect(signal).toBe('SIGKILL');
    expect(line(printed)).toMatchObject({ level: 60, name: 'trial' });
  });
});

describe('a process that lives', () => {
  test('is left alone while its loop comes round, also after it was stopped as a whole for longer than the limit', async () => {
    const { child, ended } = await start('nothing', 900);
    child.kill('SIGSTOP');
    await pause(2000);
    child.kill('SIGCONT');
    await pause(1500);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, printed: 'ready\n' });
  });

  test('is left alone while a debugger may hold it', async () => {
    const { child, ended } = await start('loop', 600, ['--inspect=127.0.0.1:0']);
    await pause(2500);
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ signal: 'SIGKILL', printed: 'ready\n' });
  });
});
