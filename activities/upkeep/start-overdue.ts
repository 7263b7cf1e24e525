import { log } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Orm } from '../../src/db/orm.ts';
import { isServiceMailOverdue } from '../../src/db/upkeep/service-mails.ts';
import { tenantsToRelease } from '../../src/db/upkeep/tenants.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import { releaseWorkflowId } from '../../src/temporal/names.ts';

type StartTools = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  operations: Operations;
  graceSeconds: number;
}>;

/**
 * Sets going what somebody has written down and could not set going: mails that belong to no ticket, and the release of
 * former agents' tickets. Gives of how many tenants tickets are released, whether the mails were woken, and how many
 * could not be started, which the next run tries again.
 */
export async function startOverdue(
  tools: StartTools,
): Promise<{ releases: number; serviceMailWoken: boolean; failed: number }> {
  const { graceSeconds } = tools;
  const serviceMailWoken = await isServiceMailOverdue(tools.orm, graceSeconds);
  const tenants = await tenantsToRelease(tools.orm, { graceSeconds, atMost: 500 });
  const starts = tenants.map((tenantId) => () => startRelease(tools, tenantId));
  if (serviceMailWoken) starts.unshift(() => tools.operations.wakeServiceMail());
  let failed = 0;
  for (const start of starts) {
    try {
      await start();
    } catch (error) {
      log.warn('What is overdue could not be started', { error });
      failed += 1;
    }
  }
  return { releases: tenants.length, serviceMailWoken, failed };
}

/** One that is running is not woken: it waits because its tickets cannot let go yet, and looks again by itself. */
async function startRelease({ client, taskQueue }: StartTools, tenantId: string): Promise<void> {
  await client.workflow.start('release', {
    workflowId: releaseWorkflowId(tenantId),
    taskQueue,
    args: [{ tenantId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Takes former agents off their active tickets',
  });
}
