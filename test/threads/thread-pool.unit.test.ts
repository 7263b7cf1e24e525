import { afterEach, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createThreadPool, JobExceeded, type ThreadPool } from '../../src/threads/thread-pool.ts';
import type { TrialJob } from './trial-thread.ts';

const script = new URL('./trial-thread.ts', import.meta.url);
const pools: ThreadPool<TrialJob, number>[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function poolOf(options: Partial<Parameters<typeof createThreadPool>[0]> = {}): ThreadPool<TrialJob, number> {
  const pool = createThreadPool<TrialJob, number>({ script, threads: 1, limitMs: 1000, memoryMb: 24, ...options });
  pools.push(pool);
  return pool;
}

describe('a pool of threads', () => {
  test('does one job after the other in the thread that it has', async () => {
    const pool = poolOf({ limitMs: 60_000 });
    const names = await Promise.all(Array.from({ length: 20 }, () => pool.run('name yourself')));
    expect(new Set(names).size).toBe(1);
  });

  test('starts another thread while all are busy, and no more than it may have', async () => {
    const pool = poolOf({ threads: 2, limitMs: 60_000 });
    const names = await Promise.all(Array.from({ length: 10 }, () => pool.run('wait')));
    expect(new Set(names).size).toBe(2);
  });

  test('hands on what a job throws, and keeps the thread', async () => {
    const pool = poolOf({ limitMs: 60_000 });
    const before = await pool.run('name yourself');
    await expect(pool.run('throw')).rejects.toMatchObject({ name: 'RangeError', message: 'as told' });
    expect(await pool.run('name yourself')).toBe(before);
  });

  test('ends a job that never ends and replaces its thread, while the other one works on', async () => {
    const pool = poolOf({ threads: 2 });
    const [stuck, ...others] = [pool.run('never end'), pool.run('wait'), pool.run('wait')];
    await expect(stuck).rejects.toThrow(new JobExceeded('time', 1));
    const names = await Promise.all([...others, pool.run('name yourself')]);
    expect(names.every((name) => name > 0)).toBe(true);
  });

  test('ends a job that takes more memory than its due, and lives on', async () => {
    const pool = poolOf({ limitMs: 60_000 });
    const before = await pool.run('name yourself');
    await expect(pool.run('take all memory')).rejects.toThrow(new JobExceeded('memory', 24));
    expect(await pool.run('name yourself')).not.toBe(before);
  });

  test('rejects the job of a thread that ends by itself, and has a new one for the next', async () => {
    const pool = poolOf({ limitMs: 60_000 });
    await expect(pool.run('exit')).rejects.toThrow('The thread has ended.');
    expect(await pool.run('name yourself')).toBeGreaterThan(0);
  });

  test('rejects a job whose thread cannot be started, without trying for ever', async () => {
    const pool = poolOf({ script: new URL('./no-such-thread.ts', import.meta.url) });
    await expect(pool.run('name yourself')).rejects.toThrow('no-such-thread');
  });

  test('rejects a job that cannot be copied, and keeps the thread', async () => {
    const pool = createThreadPool<unknown, number>({ script, threads: 1, limitMs: 60_000, memoryMb: 24 });
    await expect(pool.run(() => undefined)).rejects.toThrow('could not be cloned');
    expect(await pool.run('name yourself')).toBeGreaterThan(0);
    await pool.close();
  });

  test('rejects what is not done when it is closed, and what comes later', async () => {
    const pool = poolOf({ limitMs: 60_000 });
    const left = [pool.run('never end'), pool.run('name yourself')].map((job) => expect(job).rejects.toThrow('ended'));
    await pool.close();
    await Promise.all([...left, expect(pool.run('name yourself')).rejects.toThrow('ended')]);
  });

  test('does not keep a process alive that has nothing else to do', async () => {
    const pool = new URL('../../src/threads/thread-pool.ts', import.meta.url);
    const program = `
      const { createThreadPool } = await import(${JSON.stringify(pool)});
      const pool = createThreadPool({ script: new URL(${JSON.stringify(script)}), threads: 1, limitMs: 1000, memoryMb: 24 });
      console.log(await pool.run('name yourself') > 0);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout.trim()).toBe('true');
  });
});
