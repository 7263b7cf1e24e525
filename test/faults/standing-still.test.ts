import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { startSystem, type System } from '../support/processes.ts';

/** How long an event loop may stand still (src/threads/watchdog.ts) and what a busy machine may add to it, in ms. */
const noticed = 15_000 + 15_000;

/** Loaded before the program: at SIGUSR2 its event loop stands still for ever. */
const standsStill = `--import=data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => { for (;;); });")}`;

let system: System;

beforeAll(async () => {
  system = await startSystem();
  await Promise.all([system.web.stop(), system.worker.stop()]);
  const env = { NODE_OPTIONS: standsStill };
  await Promise.all([system.web.start(undefined, env), system.worker.start(undefined, env)]);
}, 120_000);

afterAll(() => system?.stop(), 60_000);

it('web and worker whose event loop stands still end by themselves, with one line that says why', async () => {
  const parts = [
    { name: 'web', part: system.web },
    { name: 'worker', part: system.worker },
  ];
  for (const { part } of parts) process.kill(part.pid()!, 'SIGUSR2');
  await eventually(() => parts.every(({ part }) => part.pid() === null), { timeoutMs: noticed });
  for (const { name } of parts) {
    const log = readFileSync(join(system.logDir, `${name}.log`), 'utf8');
    const said = log.split('\n').filter((line) => line.includes('stood still'));
    expect(said).toHaveLength(1);
    expect(JSON.parse(said[0]!)).toMatchObject({
      level: 60,
      name,
      exitCode: 86,
      stack: expect.stringContaining('SIGUSR2'),
    });
  }
}, 60_000);
