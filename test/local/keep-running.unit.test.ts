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

  it('leaves the failure of the first start to its caller', async () => {
    const start = () => Promise.reject(new Error('no port'));
    await expect(keepRunning('web', start, () => undefined)).rejects.toThrow('no port');
  });
});
