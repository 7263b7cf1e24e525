import { Context, log } from '@temporalio/activity';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  closeRelease,
  type TicketToRelease,
  releaseRequestedAt,
  ticketsToRelease,
} from '../../src/db/upkeep/releases.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import type { Orm } from '../../src/db/orm.ts';
import type { Command } from '../../src/domain/command.ts';
import { derivedId } from '../../src/ids.ts';
import { startFromRows } from '../../src/temporal/start-ticket.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { commandSignal } from '../../src/temporal/messages.ts';

type ReleaseTools = Readonly<{ orm: Orm; client: Client; taskQueue: string }>;

/**
 * A page of former agents' tickets: how many were found, and for how many of them the workflow could not be signalled.
 * `next` is where the next page begins, null after the last; `askedAt` is when the release was last requested.
 */
export type ReleasePage = Readonly<{ found: number; failed: number; next: string | null; askedAt: string | null }>;

const pageSize = 50;

/**
 * Signals the workflows of a page of tickets to take their former agents off (R6). Repeating is safe: the same release
 * of the same version of a ticket is the same command. A ticket that cannot be signalled does not stop the others.
 */
export async function releaseSome(
  tools: ReleaseTools,
  { tenantId, after }: { tenantId: string; after: string | null },
): Promise<ReleasePage> {
  const { askedAt, tickets } = await inTenant(tools.orm, tenantId, async (em) => ({
    // Read before the tickets: a later request may concern tickets that this pass has already gone by.
    askedAt: await releaseRequestedAt(em),
    tickets: await ticketsToRelease(em, { after, atMost: pageSize }),
  }));
  let failed = 0;
  for (const ticket of tickets) {
    Context.current().cancellationSignal.throwIfAborted();
    try {
      await signalTicket(tools, { tenantId, ticketId: ticket.id }, releaseOf(tenantId, ticket, askedAt));
    } catch (error) {
      log.warn('A ticket could not be told to let go of a former agent', { tenantId, ticketId: ticket.id, error });
      failed += 1;
    }
    Context.current().heartbeat();
  }
  const next = tickets.length < pageSize ? null : (tickets.at(-1)?.id ?? null);
  return { found: tickets.length, failed, next, askedAt };
}

/** Records that no ticket is left of what was requested up to `askedAt`; false if it was requested again meanwhile. */
export async function finishRelease(
  { orm }: ReleaseTools,
  { tenantId, askedAt }: { tenantId: string; askedAt: string | null },
): Promise<boolean> {
  return inTenant(orm, tenantId, (em) => closeRelease(em, askedAt));
}

/**
 * The command that releases a ticket. If the assignee is an agent again by then, the ticket keeps assignee and version;
 * so a release that is requested later is another command.
 */
function releaseOf(tenantId: string, ticket: TicketToRelease, askedAt: string | null): Command {
  const { id, assigneeId, version } = ticket;
  return {
    id: derivedId('release', tenantId, id, assigneeId, String(version), askedAt ?? ''),
    fingerprint: 'release',
    actor: { kind: 'system', name: 'agent_removed' },
    changes: [{ kind: 'release', from: assigneeId }],
  };
}

/** Signals the ticket's workflow. A lost one is restarted from its rows first. */
async function signalTicket(
  tools: ReleaseTools,
  of: { tenantId: string; ticketId: string },
  command: Command,
): Promise<void> {
  const handle = tools.client.workflow.getHandle(ticketWorkflowId(of.tenantId, of.ticketId));
  try {
    await handle.signal(commandSignal, command);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await startFromRows(tools, of);
    await handle.signal(commandSignal, command);
  }
}
