import { isDeepStrictEqual } from 'node:util';
import type { EntityData, InferEntity } from '@mikro-orm/core';
import type { Ticket } from '../domain/ticket.ts';
import type { TicketEntity } from './ticket-entities.ts';

/** A ticket's row, as MikroORM returns it. */
export type TicketRow = InferEntity<typeof TicketEntity>;

const date = (text: string | null): Date | null => (text === null ? null : new Date(text));
const text = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;

/** The ticket as the domain knows it, from its row. */
export function ticketFromRow(row: TicketRow): Ticket {
  return {
    tenantId: row.tenantId,
    id: row.id,
    number: row.number,
    version: row.version,
    sequence: row.sequence,
    type: row.type,
    title: row.title,
    descriptionTextId: row.descriptionTextId,
    status: row.status,
    priority: row.priority,
    channel: row.channel,
    externalRef: row.externalRef ?? null,
    followUpOf: row.followUpOf ?? null,
    reporterId: row.reporterId,
    assigneeId: row.assigneeId ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    resolvedAt: text(row.resolvedAt),
    finishedAt: text(row.finishedAt),
    firstPublicReplyAt: text(row.firstPublicReplyAt),
    lastPublicAt: row.lastPublicAt.toISOString(),
    lastPublicSide: row.lastPublicSide,
    waitingFor: row.waitingFor ?? null,
    waitingSince: text(row.waitingSince),
    reopenedCount: row.reopenedCount,
    resolutionAnswer: row.resolutionAnswer ?? null,
    withdrawalRequestedAt: text(row.withdrawalRequestedAt),
    assetIds: row.assetIds,
    movement: movementOf(row),
  };
}

function movementOf({ movementId, movementAssetId, movementTextId }: TicketRow): Ticket['movement'] {
  if (movementId == null || movementAssetId == null || movementTextId == null) return null;
  return { id: movementId, assetId: movementAssetId, labelTextId: movementTextId };
}

/** The row of a ticket, from the ticket as the domain knows it. */
export function rowFromTicket({ movement, ...ticket }: Ticket): EntityData<TicketRow> {
  return {
    ...ticket,
    assetIds: [...ticket.assetIds],
    movementId: movement?.id ?? null,
    movementAssetId: movement?.assetId ?? null,
    movementTextId: movement?.labelTextId ?? null,
    createdAt: new Date(ticket.createdAt),
    updatedAt: new Date(ticket.updatedAt),
    resolvedAt: date(ticket.resolvedAt),
    finishedAt: date(ticket.finishedAt),
    firstPublicReplyAt: date(ticket.firstPublicReplyAt),
    lastPublicAt: new Date(ticket.lastPublicAt),
    waitingSince: date(ticket.waitingSince),
    withdrawalRequestedAt: date(ticket.withdrawalRequestedAt),
  };
}

/** The columns in which a ticket's row differs after a change. */
export function changedColumns(before: Ticket, after: Ticket): EntityData<TicketRow> {
  const then = new Map(Object.entries(rowFromTicket(before)));
  return Object.fromEntries(
    Object.entries(rowFromTicket(after)).filter(([column, value]) => !isDeepStrictEqual(value, then.get(column))),
  );
}
