import type { EntityData, InferEntity } from '@mikro-orm/core';
import type { TenantEm } from '../../src/db/in-tenant.ts';
import {
  CommandEntity,
  CountEntity,
  EventEntity,
  NoticeEntity,
  TextEntity,
  TicketEntity,
} from '../../src/db/ticket-entities.ts';
import { rowFromTicket } from '../../src/db/ticket-row.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { CompletedEvents } from './complete-events.ts';
import type { SaveRequest } from './save-request.ts';
import { writeAssetLinks } from './write-asset-links.ts';

/** Writes everything that a command leads to. The caller's transaction makes it one. */
export async function writeTicket(
  em: TenantEm,
  request: SaveRequest,
  before: Ticket | null,
  completed: CompletedEvents,
  notices: EntityData<InferEntity<typeof NoticeEntity>>[],
): Promise<void> {
  const { ticket, events, texts, lastHash } = completed;
  const key = { tenantId: request.tenantId, ticketId: request.ticketId };
  const row = { ...rowFromTicket(ticket), lastHash };
  if (before === null) await em.insert(TicketEntity, { ...row, confirmedVersion: 0 } as never);
  else if (events.length > 0) await em.nativeUpdate(TicketEntity, { tenantId: key.tenantId, id: key.ticketId }, row);
  if (texts.length > 0) await em.insertMany(TextEntity, texts as never[]);
  if (events.length > 0) await em.insertMany(EventEntity, events as never[]);
  await em.insert(CommandEntity, {
    ...key,
    id: request.command.recordAs ?? request.command.id,
    fingerprint: request.command.fingerprint,
    version: ticket.version,
    firstSequence: completed.firstSequence,
    lastSequence: ticket.sequence,
    recordedAt: events[0]?.recordedAt ?? new Date(request.at),
  });
  await writeAssetLinks(em, request, completed);
  if (notices.length > 0) await em.insertMany(NoticeEntity, notices as never[]);
  const counts = countChanges(before, ticket);
  if (counts.length > 0) await em.insertMany(CountEntity, counts as never[]);
}

/** The differences that keep the views' counts exact without counting. */
function countChanges(before: Ticket | null, after: Ticket): EntityData<InferEntity<typeof CountEntity>>[] {
  const now = countedAs(after, 1);
  if (before === null) return [now];
  const then = countedAs(before, -1);
  const same = then.status === now.status && then.assigneeId === now.assigneeId && then.waitingFor === now.waitingFor;
  return same ? [] : [then, now];
}

function countedAs(ticket: Ticket, n: 1 | -1): EntityData<InferEntity<typeof CountEntity>> {
  return {
    tenantId: ticket.tenantId,
    status: ticket.status,
    assigneeId: ticket.assigneeId,
    waitingFor: ticket.waitingFor,
    n,
  };
}
