import type { TenantEm } from '../../src/db/in-tenant.ts';
import { TextEntity } from '../../src/db/ticket-entities.ts';
import type { TicketRow } from '../../src/db/ticket-row.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import { isActiveUser, isAgent } from '../../src/host/permissions/agents.ts';
import type { SaveRequest } from './save-request.ts';

/** What only the database can refuse, looked at inside the transaction that saves: who exists and is an agent now. */
export async function refusedByDatabase(em: TenantEm, request: SaveRequest): Promise<Refusal | null> {
  for (const event of request.events) {
    if (event.type === 'assigned' && event.to !== null && !(await isAgent(em, event.to))) {
      return {
        code: 'assignee_not_agent',
        message: 'This person is not an active agent (permission tickets:manage). Choose somebody else.',
        field: 'assignee',
      };
    }
    if (event.type === 'created') {
      if (!(await isActiveUser(em, event.reporterId))) {
        return { code: 'reporter_unknown', message: 'There is no active user with that id.', field: 'reporter' };
      }
      if (event.externalRef !== null && (await isTaken(em, event.externalRef))) {
        return {
          code: 'external_ref_taken',
          message: `Another ticket already has the external reference ${event.externalRef}.`,
          field: 'external_ref',
        };
      }
    }
  }
  return null;
}

async function isTaken(em: TenantEm, externalRef: string): Promise<boolean> {
  const found = await em.execute('select 1 from ticket where external_ref = ?', [externalRef]);
  return found.length > 0;
}

/** Whether the request reopens the ticket for an assignee who is no active agent any more (R6). */
export async function isReopenedForNobody(em: TenantEm, request: SaveRequest, row: TicketRow | null): Promise<boolean> {
  const reopens = request.events.some(
    (event) => event.type === 'status_changed' && event.from === 'resolved' && event.to === 'in_progress',
  );
  const reassigns = request.events.some((event) => event.type === 'assigned');
  return reopens && !reassigns && row?.assigneeId != null && !(await isAgent(em, row.assigneeId));
}

/** The request without a release of somebody who has become an agent again meanwhile (R6). */
export async function withoutNeedlessRelease(em: TenantEm, request: SaveRequest): Promise<SaveRequest> {
  const { kind, id } = request.command.actor;
  const [event] = request.events;
  if (kind !== 'system' || id !== 'agent_removed' || event?.type !== 'assigned' || event.from === null) return request;
  return (await isAgent(em, event.from)) ? { ...request, events: [] } : request;
}

/** The request without an edit of the description to what it is already: only the database has the words to compare. */
export async function withoutUnchangedText(
  em: TenantEm,
  request: SaveRequest,
  row: TicketRow | null,
): Promise<SaveRequest> {
  if (row === null || !request.events.some((event) => event.type === 'description_edited')) return request;
  const now = await em.findOneOrFail(TextEntity, { tenantId: request.tenantId, id: row.descriptionTextId });
  const changes = request.events.filter(
    (event) => event.type !== 'description_edited' || event.description !== now.body,
  );
  return { ...request, events: changes };
}
