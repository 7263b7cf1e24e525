import type { Connection } from '@temporalio/client';
import { missingMigrations } from '../../src/db/state.ts';
import type { Orm } from '../../src/db/orm.ts';

/** Why the service cannot do its work now, as sentences; empty if it can. Never throws. */
export type Readiness = () => Promise<string[]>;

/** How long each check may take, in ms. */
const patience = 2000;

/** Temporal lists pollers for five minutes; a live one polls at least once a minute. In ms. */
const pollerSilence = 90_000;

export type ReadinessParts = Readonly<{ orm: Orm; connection: Connection; namespace: string; taskQueue: string }>;

/** Checks the database, Temporal, and that a worker polls. */
export function createReadiness(parts: ReadinessParts): Readiness {
  return async () => {
    const found = await Promise.all([databaseReasons(parts.orm), workerReasons(parts)]);
    return found.flat();
  };
}

async function databaseReasons(orm: Orm): Promise<string[]> {
  try {
    const missing = await within(patience, missingMigrations(orm));
    return missing.length === 0 ? [] : [`The database is not migrated: ${missing.join(', ')}.`];
  } catch (error) {
    // 42P01, 42501: the table of migrations does not exist, or cannot be read yet.
    if (error instanceof Error && /schema_migration/.test(error.message)) return ['The database is not migrated.'];
    return ['The database does not answer.'];
  }
}

async function workerReasons({ connection, namespace, taskQueue }: ReadinessParts): Promise<string[]> {
  try {
    const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType: 1 };
    const { pollers } = await connection.withDeadline(Date.now() + patience, () =>
      connection.workflowService.describeTaskQueue(request),
    );
    const oldest = (Date.now() - pollerSilence) / 1000;
    const polling = pollers?.some((poller) => Number(poller.lastAccessTime?.seconds ?? 0) > oldest);
    return polling ? [] : [`No worker polls the task queue "${taskQueue}".`];
  } catch {
    return ['Temporal does not answer.'];
  }
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('No answer in time')), milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
