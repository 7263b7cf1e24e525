import type { Actor } from './actor.ts';
import type { Status } from './status.ts';
import type { CancelReason, Channel, Priority, ResolutionAnswer, Ticket, TicketType, Visibility } from './ticket.ts';

/** One change within a command. The union is closed. */
export type Change =
  | Readonly<{ kind: 'set_status'; to: Status; solution?: string; reason?: string; reasonCode?: CancelReason }>
  | Readonly<{ kind: 'assign'; to: string | null }>
  /** Takes this person off the ticket if they are still its assignee and no longer an agent (R6). */
  | Readonly<{ kind: 'release'; from: string }>
  /** `expectsAnswer`: an agent's public reply that the ticket then waits for the reporter to answer (R24). */
  | Readonly<{ kind: 'comment'; visibility: Visibility; body: string; expectsAnswer?: boolean }>
  | Readonly<{ kind: 'edit'; title?: string; description?: string; type?: TicketType; priority?: Priority }>
  | Readonly<{ kind: 'answer_resolution'; answer: ResolutionAnswer; body?: string }>
  | Readonly<{ kind: 'request_withdrawal'; body?: string }>
  | Readonly<{ kind: 'link_asset'; assetId: string }>
  | Readonly<{ kind: 'unlink_asset'; assetId: string }>
  /** Exactly these assets, whatever was linked before. */
  | Readonly<{ kind: 'set_assets'; assetIds: readonly string[] }>
  /** A movement of one of the ticket's assets, or none. */
  | Readonly<{ kind: 'set_movement'; movementId: string | null }>
  /** Records that the run `runId` of the ticket's workflow could not go on and was replaced. */
  | Readonly<{ kind: 'record_restart'; runId: string }>;

/** The values that a form showed when it was opened. If one of them has changed since, the command is refused. */
export type Seen = Readonly<
  Partial<Pick<Ticket, 'status' | 'assigneeId' | 'title' | 'type' | 'priority' | 'descriptionTextId' | 'resolvedAt'>>
>;

/**
 * The one envelope in which a ticket is changed: its changes are decided together and refused together. `id` is chosen
 * by the sender and makes repeating safe; `fingerprint` is a digest of the content, so that an id reused for something
 * else is noticed. `ifVersion` is strict (If-Match); `seen` lets changes of different fields both succeed.
 */
export type Command = Readonly<{
  id: string;
  fingerprint: string;
  actor: Actor;
  ifVersion?: number;
  seen?: Seen;
  changes: readonly Change[];
}>;

/** The command that creates a ticket. `tenantId` comes from the session or key, never from the request. */
export type CreateCommand = Readonly<{
  id: string;
  fingerprint: string;
  actor: Actor;
  tenantId: string;
  ticketId: string;
  type: TicketType;
  title: string;
  description: string;
  priority?: Priority;
  channel: Channel;
  reporterId: string;
  externalRef?: string;
  followUpOf?: string;
  assetIds?: readonly string[];
  movementId?: string;
}>;
