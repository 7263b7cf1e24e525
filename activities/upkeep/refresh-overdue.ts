import { log } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Orm } from '../../src/db/orm.ts';
import { type OverdueTicket, overdueTickets } from '../../src/db/upkeep/overdue-tickets.ts';
import { isFinal } from '../../src/domain/status.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import { mailWorkflowId, ticketWorkflowId } from '../../src/temporal/names.ts';
import { startFromRows } from '../../src/temporal/start-ticket.ts';
import { refreshSignal } from '../../src/temporal/messages.ts';
import { readTicket } from '../ticket/read-ticket.ts';
import { startOverdue } from './start-overdue.ts';

type RefreshTools = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  operations: Operations;
  graceSeconds: number;
}>;

/** How many tickets were reminded and in which way, what else was started, and how much of both failed. */
export type Refreshed = Readonly<{
  reminded: number;
  restarted: number;
  confirmed: number;
  failed: number;
  releases: number;
  serviceMailWoken: boolean;
}>;

/**
 * Reminds the workflows of overdue tickets. One whose workflow is lost is started anew from its rows; a finished ticket
 * needs none: its last mails go by a short workflow, and without any its row is only confirmed. What else is overdue is
 * started first.
 */
export async function refreshOverdue(tools: RefreshTools): Promise<Refreshed> {
  const result = { reminded: 0, restarted: 0, confirmed: 0, ...(await startOverdue(tools)) };
  for (const overdue of await overdueTickets(tools.orm, { graceSeconds: tools.graceSeconds, atMost: 500 })) {
    try {
      result[await remind(tools, overdue)] += 1;
    } catch (error) {
      // One ticket that cannot be reminded must not keep the others waiting; the next run tries it again.
      log.warn('A ticket could not be reminded', { ...overdue, error });
      result.failed += 1;
    }
  }
  return result;
}

async function remind(tools: RefreshTools, overdue: OverdueTicket): Promise<'reminded' | 'restarted' | 'confirmed'> {
  try {
    await tools.client.workflow.getHandle(ticketWorkflowId(overdue.tenantId, overdue.ticketId)).signal(refreshSignal);
    return 'reminded';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  if (!isFinal(overdue.status)) {
    await startFromRows(tools, overdue);
    return 'restarted';
  }
  const rows = await readTicket(tools.orm, overdue);
  if (rows === null || rows.mailDueAt === null) return 'confirmed';
  await tools.client.workflow.start('mail', {
    workflowId: mailWorkflowId(overdue.tenantId, overdue.ticketId),
    taskQueue: tools.taskQueue,
    args: [{ tenantId: overdue.tenantId, ticketId: overdue.ticketId }],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return 'restarted';
}
