import { describe, expect, it } from '@jest/globals';
import type { Running } from '../../src/local/child.ts';
import { keepRunning } from '../../src/local/keep-running.ts';
import { eventually } from '../support/eventually.ts';

/** A server without a process: `end` is its death, `stops` counts the orders to stop. */
function aServer() {
  const { promise: exited, resolve: end } = Promise.withResolvers<string>();
  const server = { pid: 1, exited, end, stops: 0, kill: () => end('signal SIGKILL') };
  return Object.assign(server, {
    async stop() {
      server.stops += 1;
      end('exit code 0');
    },
  }) satisfies Running;
}

describe('keepRunning', () => {
  it('starts a server again that ended by itself, and says so', async () => {
    const started: ReturnType<typeof aServer>[] = [];
    const said: string[] = [];
    const start = async () => {
      const server = aServer();
      started.push(server);
      return server;
    };
    const kept = await keepRunning('web', start, (line) => said.push(line));
    kept.first.end('exit code 3');
    await eventually(() => started.length === 2);
    expect(said).toEqual(['web ended unexpectedly (exit code 3); it is started again in 0.5 s.']);
    await kept.stop();
    expect(started.map(({ stops }) => stops)).toEqual([0, 1]);
  });

  it('leaves a server alone that was stopped', async () => {
    const said: string[] = [];
    let starts = 0;
    const start = async () => {
      starts += 1;
      return aServer();
    };
    const kept = await keepRunning('web', start, (line) => said.push(line));
    await kept.stop();
    expect({ starts, said }).toEqual({ starts: 1, said: [] });
  });

  it('restarts a server at once and without a message when asked to', async () => {
    const started: ReturnType<typeof aServer>[] = [];
    const said: string[] = [];
    const start = async () => {
      const server = aServer();
      started.push(server);
      return server;
    };
    const kept = await keepRunning('web', start, (line) => said.push(line));
    await kept.restart();
    await eventually(() => started.length === 2);
    expect({ said, stops: started.map(({ stops }) => stops) }).toEqual({ said: [], stops: [1, 0] });

    started[1]?.end('exit code 3');
    await eventually(() => said.length === 1);
    const before = performance.now();
    await kept.restart();
    await eventually(() => started.length === 3);
    expect(performance.now() - before).toBeLessThan(400);
    await kept.stop();
    expect(started.map(({ stops }) => stops)).toEqual([1, 1, 1]);
  });

  it('restarts also when asked to in the middle of a start', async () => {
    const started: ReturnType<typeof aServer>[] = [];
    const slow = Promise.withResolvers<void>();
    const start = async () => {
      if (started.length === 1) await slow.promise;
      const server = aServer();
      started.push(server);
      return server;
    };
    const kept = await keepRunning('web', start, () => undefined);
    await kept.restart();
    await kept.restart();
    slow.resolve();
    await eventually(() => started.length === 3);
    expect(started.map(({ stops }) => stops)).toEqual([2, 1, 0]);
    await kept.stop();
  });

  it('leaves the failure of the first start to its caller', async () => {
    const start = () => Promise.reject(new Error('no port'));
    await expect(keepRunning('web', start, () => undefined)).rejects.toThrow('no port');
  });
});
