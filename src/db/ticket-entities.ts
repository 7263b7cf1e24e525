import { defineEntity, p } from '@mikro-orm/core';
import type { ActorRef } from '../domain/actor.ts';
import type { TextKind, TextRef, TicketEvent } from '../domain/event.ts';
import type { MailEvent, SkipReason, TextRole } from '../domain/notices.ts';
import type { Status } from '../domain/status.ts';
import type { Channel, Priority, ResolutionAnswer, Side, TicketType } from '../domain/ticket.ts';

export const TicketEntity = defineEntity({
  name: 'Ticket',
  tableName: 'ticket',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    number: p.text(),
    version: p.integer(),
    sequence: p.integer(),
    lastHash: p.blob(),
    type: p.text().$type<TicketType>(),
    title: p.text(),
    descriptionTextId: p.uuid(),
    status: p.text().$type<Status>(),
    priority: p.text().$type<Priority>(),
    channel: p.text().$type<Channel>(),
    externalRef: p.text().nullable(),
    followUpOf: p.uuid().nullable(),
    reporterId: p.uuid(),
    assigneeId: p.uuid().nullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
    resolvedAt: p.datetime(3).nullable(),
    finishedAt: p.datetime(3).nullable(),
    firstPublicReplyAt: p.datetime(3).nullable(),
    lastPublicAt: p.datetime(3),
    lastPublicSide: p.text().$type<Side>(),
    waitingFor: p.text().$type<Side>().nullable(),
    waitingSince: p.datetime(3).nullable(),
    reopenedCount: p.integer(),
    resolutionAnswer: p.text().$type<ResolutionAnswer>().nullable(),
    withdrawalRequestedAt: p.datetime(3).nullable(),
    assetIds: p.array().columnType('uuid[]'),
    movementId: p.uuid().nullable(),
    movementAssetId: p.uuid().nullable(),
    movementTextId: p.uuid().nullable(),
  },
});

/** An asset of a ticket, which outlives the asset itself: `textId` is its label from when it was linked. */
export const TicketAssetEntity = defineEntity({
  name: 'TicketAsset',
  tableName: 'ticket_asset',
  properties: {
    tenantId: p.uuid().primary(),
    ticketId: p.uuid().primary(),
    assetId: p.uuid().primary(),
    textId: p.uuid(),
    linkedAt: p.datetime(3),
  },
});

/** Exists while the ticket is active, and keeps its asset from being deleted (R28). */
export const AssetLinkEntity = defineEntity({
  name: 'AssetLink',
  tableName: 'asset_link',
  properties: {
    tenantId: p.uuid().primary(),
    assetId: p.uuid().primary(),
    ticketId: p.uuid().primary(),
  },
});

/** Texts, apart from the facts that refer to them: a redaction changes this row and no event (R35). */
export const TextEntity = defineEntity({
  name: 'TicketText',
  tableName: 'ticket_text',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    ticketId: p.uuid(),
    kind: p.text().$type<TextKind>(),
    body: p.text(),
    salt: p.blob(),
  },
});

export const EventEntity = defineEntity({
  name: 'TicketEvent',
  tableName: 'ticket_event',
  properties: {
    tenantId: p.uuid().primary(),
    ticketId: p.uuid().primary(),
    sequence: p.integer().primary(),
    version: p.integer(),
    type: p.text().$type<TicketEvent<TextRef>['type']>(),
    audience: p.text().$type<'public' | 'agents'>(),
    actorKind: p.text().$type<ActorRef['kind']>(),
    actorId: p.text(),
    byKeyId: p.uuid().nullable(),
    occurredAt: p.datetime(3),
    recordedAt: p.datetime(3),
    commandId: p.text(),
    textId: p.uuid().nullable(),
    fact: p.json().$type<TicketEvent<TextRef>>(),
    canonical: p.text(),
    hash: p.blob(),
  },
});

export const CommandEntity = defineEntity({
  name: 'TicketCommand',
  tableName: 'ticket_command',
  properties: {
    tenantId: p.uuid().primary(),
    ticketId: p.uuid().primary(),
    id: p.text().primary(),
    fingerprint: p.text(),
    version: p.integer(),
    firstSequence: p.integer(),
    lastSequence: p.integer(),
    recordedAt: p.datetime(3),
  },
});

export const NoticeEntity = defineEntity({
  name: 'Notice',
  tableName: 'notice',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.uuid().primary(),
    ticketId: p.uuid(),
    eventSequence: p.integer(),
    /** The person or integration that caused it; null if nobody did. */
    actorId: p.text().nullable(),
    event: p.text().$type<MailEvent>(),
    audience: p.text().$type<'reporter' | 'agents'>(),
    recipientId: p.uuid().nullable(),
    recipientAddress: p.text().nullable(),
    textId: p.uuid().nullable(),
    textRole: p.text().$type<TextRole>().nullable(),
    status: p.text().$type<Status>(),
    assigneeId: p.uuid().nullable(),
    state: p.text().$type<'waiting' | 'retrying' | 'sent' | 'failed' | 'dropped' | 'skipped'>(),
    skipReason: p.text().$type<SkipReason>().nullable(),
    attempts: p.integer().default(0),
    nextTryAt: p.datetime(3).nullable(),
    leasedUntil: p.datetime(3).nullable(),
    lastAnswer: p.text().nullable(),
    messageId: p.text(),
    /** The month (UTC) in whose quota it is counted, from before its first delivery; null while it is not counted. */
    countedMonth: p.text().nullable(),
    /** A delivery broke off in a way that leaves open whether the mail arrived. */
    outcomeUnknown: p.boolean().default(false),
    /** When and by whom it was requested again, and how many attempts there had been before. */
    askedAgainAt: p.datetime(3).nullable(),
    askedAgainBy: p.uuid().nullable(),
    triesBefore: p.integer().default(0),
    createdAt: p.datetime(3),
    sentAt: p.datetime(3).nullable(),
  },
});

/** Differences in the number of tickets by status, assignee and waiting side; their sums are the views' counts. */
export const CountEntity = defineEntity({
  name: 'TicketCount',
  tableName: 'ticket_count',
  properties: {
    tenantId: p.uuid().primary(),
    id: p.bigint().primary().autoincrement(),
    status: p.text().$type<Status>(),
    assigneeId: p.uuid().nullable(),
    waitingFor: p.text().$type<Side>().nullable(),
    n: p.integer(),
  },
});

/** How far a user has read a ticket: the last sequence that was on their screen. */
export const SeenEntity = defineEntity({
  name: 'TicketSeen',
  tableName: 'ticket_seen',
  properties: {
    tenantId: p.uuid().primary(),
    userId: p.uuid().primary(),
    ticketId: p.uuid().primary(),
    sequence: p.integer(),
  },
});
