import { log } from '@temporalio/activity';
import type { Orm } from '../../src/db/orm.ts';
import { tenantsToRelease } from '../../src/db/upkeep/releases.ts';
import type { Operations } from '../../src/temporal/operations.ts';

type StartTools = Readonly<{ orm: Orm; operations: Operations; graceSeconds: number }>;

/**
 * Starts what should be running and is not: the outbox, and releases of former agents' tickets that were requested but
 * not started. Returns for how many tenants tickets are released, and how many starts failed; the next run retries
 * those. A release that is already running is left alone: it waits for tickets that are stuck, and looks again by
 * itself.
 */
export async function startOverdue({
  orm,
  operations,
  graceSeconds,
}: StartTools): Promise<{ releases: number; failed: number }> {
  const tenants = await tenantsToRelease(orm, { graceSeconds, atMost: 500 });
  const starts = [
    () => operations.startOutbox(),
    ...tenants.map((tenantId) => () => operations.startRelease(tenantId)),
  ];
  let failed = 0;
  for (const start of starts) {
    try {
      await start();
    } catch (error) {
      log.warn('What should be at work could not be started', { error });
      failed += 1;
    }
  }
  return { releases: tenants.length, failed };
}
