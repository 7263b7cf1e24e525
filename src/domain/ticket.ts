import type { Status } from './status.ts';

export const ticketTypes = ['incident', 'service_request'] as const;
export type TicketType = (typeof ticketTypes)[number];

export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof priorities)[number];

export const channels = ['desk', 'agent', 'asset', 'api', 'mail', 'import'] as const;
export type Channel = (typeof channels)[number];

export const visibilities = ['internal', 'external'] as const;
export type Visibility = (typeof visibilities)[number];

export const cancelReasons = ['duplicate', 'not_reproducible', 'withdrawn', 'other'] as const;
export type CancelReason = (typeof cancelReasons)[number];

export const resolutionAnswers = ['solved', 'still_broken'] as const;
export type ResolutionAnswer = (typeof resolutionAnswers)[number];

/** The two sides of the public conversation: who wrote a message, and who is expected to act next. */
export type Side = 'reporter' | 'agent';

/** Length limits: characters of a title and of an external reference, UTF-8 bytes of a description or comment (R2). */
export const titleLimit = 200;
export const referenceLimit = 100;
export const textLimitBytes = 64 * 1024;

/** The most assets that can be linked to one ticket (R26): an outage affects many, but a list stays readable. */
export const assetLimit = 50;

/** The movement that a ticket is linked to (R30): its asset, and the text that keeps what it was called then. */
export type LinkedMovement = Readonly<{ id: string; assetId: string; labelTextId: string }>;

/**
 * A ticket as its workflow knows it: ids and facts, without description and comments.
 * Times are ISO 8601 in UTC. `version` grows by one with each accepted command; `sequence` is that of the last event.
 */
export type Ticket = Readonly<{
  tenantId: string;
  id: string;
  number: string;
  version: number;
  sequence: number;
  type: TicketType;
  title: string;
  descriptionTextId: string;
  status: Status;
  priority: Priority;
  channel: Channel;
  externalRef: string | null;
  followUpOf: string | null;
  reporterId: string;
  assigneeId: string | null;
  createdAt: string;
  updatedAt: string;
  resolvedAt: string | null;
  finishedAt: string | null;
  firstPublicReplyAt: string | null;
  lastPublicAt: string;
  lastPublicSide: Side;
  waitingFor: Side | null;
  waitingSince: string | null;
  reopenedCount: number;
  resolutionAnswer: ResolutionAnswer | null;
  withdrawalRequestedAt: string | null;
  /** In the order of linking. */
  assetIds: readonly string[];
  movement: LinkedMovement | null;
}>;

/** A ticket as a workflow has recorded it. One recorded before tickets had assets lacks them. */
export type RecordedTicket = Omit<Ticket, 'assetIds' | 'movement'> & Partial<Pick<Ticket, 'assetIds' | 'movement'>>;

/** The recorded ticket, whether by this release or an earlier one. */
export function fromRecord(recorded: RecordedTicket): Ticket {
  return { ...recorded, assetIds: recorded.assetIds ?? [], movement: recorded.movement ?? null };
}

/** The rank of a priority: 0 is the most urgent. */
export function priorityRank(priority: Priority): number {
  return priorities.length - 1 - priorities.indexOf(priority);
}
