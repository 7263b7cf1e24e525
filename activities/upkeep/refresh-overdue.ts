import { log } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Orm } from '../../src/db/orm.ts';
import { type UnconfirmedTicket, unconfirmedTickets } from '../../src/db/upkeep/unconfirmed-tickets.ts';
import { reportStuck } from '../../src/db/upkeep/stuck-tickets.ts';
import { isFinal } from '../../src/domain/status.ts';
import { refreshSignal } from '../../src/temporal/messages.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import type { Operations } from '../../src/temporal/operations.ts';
import { startFromRows } from '../../src/temporal/start-ticket.ts';
import { loadTicket } from '../ticket/load-ticket.ts';
import { healTickets } from './heal-tickets.ts';
import { startOverdue } from './start-overdue.ts';

type RefreshTools = Readonly<{
  orm: Orm;
  client: Client;
  taskQueue: string;
  operations: Operations;
  graceSeconds: number;
  now: () => Date;
  build: string;
}>;

/** A ticket that is not confirmed after this many reminders may have a workflow that is stuck. */
const remindersInVain = 3;

/**
 * How many tickets were reminded and how, for how many tenants a release was started, and how much of that failed; also
 * how many tickets were healed, or are held because a person has to look at them.
 */
export type Refreshed = Readonly<{
  reminded: number;
  restarted: number;
  confirmed: number;
  failed: number;
  releases: number;
  healed: number;
  held: number;
}>;

/**
 * Reminds the workflows of tickets whose row may be ahead of them. A lost workflow is restarted from its rows; a
 * finished ticket needs none, so its row is only confirmed. Whatever else should be running is started first, and
 * workflows that are stuck are replaced last.
 */
export async function refreshOverdue(tools: RefreshTools): Promise<Refreshed> {
  const result = { reminded: 0, restarted: 0, confirmed: 0, ...(await startOverdue(tools)) };
  for (const ticket of await unconfirmedTickets(tools.orm, { graceSeconds: tools.graceSeconds, atMost: 500 })) {
    try {
      result[await remind(tools, ticket)] += 1;
    } catch (error) {
      // A ticket that cannot be reminded must not delay the others; the next run tries it again.
      log.warn('A ticket could not be reminded', { ...ticket, error });
      result.failed += 1;
    }
  }
  const inVain = { graceSeconds: remindersInVain * tools.graceSeconds, atMost: 500 };
  for (const ticket of await unconfirmedTickets(tools.orm, inVain)) await reportStuck(tools.orm, ticket, tools.now());
  return { ...result, ...(await healTickets(tools)) };
}

async function remind(tools: RefreshTools, ticket: UnconfirmedTicket): Promise<'reminded' | 'restarted' | 'confirmed'> {
  const { tenantId, ticketId, status } = ticket;
  try {
    await tools.client.workflow.getHandle(ticketWorkflowId(tenantId, ticketId)).signal(refreshSignal);
    return 'reminded';
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  if (isFinal(status)) {
    await loadTicket(tools.orm, ticket);
    return 'confirmed';
  }
  await startFromRows(tools, ticket);
  return 'restarted';
}
