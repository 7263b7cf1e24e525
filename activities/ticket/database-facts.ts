import type { TenantEm } from '../../src/db/in-tenant.ts';
import { TextEntity } from '../../src/db/ticket-entities.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { isActiveUser, isAgent } from '../../src/host/permissions/agents.ts';
import type { CommandKey } from './save-request.ts';

/** What only the database can refuse, checked inside the saving transaction: who exists and who is an agent now. */
export async function refusedByDatabase(em: TenantEm, events: readonly DecidedEvent[]): Promise<Refusal | null> {
  for (const event of events) {
    if (event.type === 'assigned' && event.to !== null && !(await isAgent(em, event.to))) {
      return {
        code: 'assignee_not_agent',
        key: 'refusal.assignee.not_agent',
        field: 'assignee',
      };
    }
    if (event.type === 'created') {
      if (!(await isActiveUser(em, event.reporterId))) {
        return { code: 'reporter_unknown', key: 'refusal.reporter.unknown', field: 'reporter' };
      }
      if (event.externalRef !== null && (await isTaken(em, event.externalRef))) {
        return {
          code: 'external_ref_taken',
          key: 'refusal.external_ref.taken',
          values: { reference: event.externalRef },
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

/** Whether the events reopen the ticket for an assignee who is no longer an active agent (R6). */
export async function isReopenedForNobody(
  em: TenantEm,
  events: readonly DecidedEvent[],
  ticket: Ticket | null,
): Promise<boolean> {
  const reopens = events.some(
    (event) => event.type === 'status_changed' && event.from === 'resolved' && event.to === 'in_progress',
  );
  const reassigns = events.some((event) => event.type === 'assigned');
  if (!reopens || reassigns || ticket === null || ticket.assigneeId === null) return false;
  return !(await isAgent(em, ticket.assigneeId));
}

/** The events, minus the release of somebody who has become an agent again meanwhile (R6). */
export async function withoutNeedlessRelease(
  em: TenantEm,
  { actor }: CommandKey,
  events: readonly DecidedEvent[],
): Promise<readonly DecidedEvent[]> {
  const [event] = events;
  const isRelease = actor.kind === 'system' && actor.id === 'agent_removed';
  if (!isRelease || event?.type !== 'assigned' || event.from === null) return events;
  return (await isAgent(em, event.from)) ? [] : events;
}

/** The events, minus an edit that leaves the description unchanged: only the database has the text to compare with. */
export async function withoutUnchangedText(
  em: TenantEm,
  events: readonly DecidedEvent[],
  ticket: Ticket | null,
): Promise<readonly DecidedEvent[]> {
  if (ticket === null || !events.some((event) => event.type === 'description_edited')) return events;
  const now = await em.findOne(TextEntity, { tenantId: ticket.tenantId, id: ticket.descriptionTextId });
  return events.filter((event) => event.type !== 'description_edited' || event.description !== now?.body);
}
