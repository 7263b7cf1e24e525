import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { testServers } from './servers.ts';
import { findTimeSkippingServer } from './time-skipping-server.ts';

export type TemporalForTests = {
  /** `host:port` of the run's dev server, for TEMPORAL_ADDRESS. */
  address: string;
  namespace: string;
  /** For `Worker.create({ workflowBundle })`: the workflows, bundled once per run. */
  workflowBundle: { codePath: string };
  /** A task queue of this call's own: workers and workflows of other tests do not meet on it. */
  taskQueue: string;
  /** Opens a client's connection; the caller closes it (`client.connection.close()`). */
  client(): Promise<Client>;
  /** Opens a worker's connection; the caller closes it once the worker has ended. */
  nativeConnection(): Promise<NativeConnection>;
};

/** The run's Temporal dev server. Time is real in it; for timers of hours and days see `timeSkippingServer`. */
export function temporalForTests(): TemporalForTests {
  keepWorkersQuiet();
  const { temporalAddress: address, bundlePath } = testServers();
  const namespace = 'default';
  return {
    address,
    namespace,
    workflowBundle: { codePath: bundlePath },
    taskQueue: `test-${randomUUID()}`,
    client: async () => new Client({ connection: await Connection.connect({ address }), namespace }),
    nativeConnection: () => NativeConnection.connect({ address }),
  };
}

/**
 * A Temporal server of the caller's own in which time skips while a workflow's result is awaited, or by `sleep`. It has
 * no visibility and no schedules. The caller ends it with `teardown()`.
 */
export async function timeSkippingServer(): Promise<TestWorkflowEnvironment> {
  keepWorkersQuiet();
  const path = await findTimeSkippingServer((line) => process.stderr.write(`${line}\n`));
  return TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } });
}

let quiet = false;

/** Each worker would tell of every state it enters. Once per test file: the SDK's runtime refuses a second time. */
export function keepWorkersQuiet(): void {
  if (!quiet) Runtime.install({ logger: new DefaultLogger('WARN') });
  quiet = true;
}
