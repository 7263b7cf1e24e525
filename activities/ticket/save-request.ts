import type { ActorRef } from '../../src/domain/actor.ts';
import type { AssetReach } from '../../src/domain/asset.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** A decided command, to be saved in one transaction. `expectedVersion` is 0 for a ticket that does not exist yet. */
export type SaveRequest = Readonly<{
  tenantId: string;
  ticketId: string;
  /**
   * `reach`: which assets the actor can name. `recordAs`: the id to keep for what follows, where the command itself was
   * refused and only that is recorded.
   */
  command: Readonly<{ id: string; fingerprint: string; actor: ActorRef; reach: AssetReach; recordAs?: string }>;
  expectedVersion: number;
  /** When it happened: the workflow's time, ISO 8601 in UTC. */
  at: string;
  events: readonly DecidedEvent[];
}>;

/**
 * What became of it.
 * - `saved`: the ticket as it now stands in its row. `repeated` says that this command id had been saved before, and
 *   `version` is the one that the command led to then.
 * - `behind`: the row is at another version than the workflow believed; nothing was saved, decide again on this one.
 * - `assignee_gone`: the ticket would be reopened for somebody who is no agent any more; nothing was saved, decide again.
 * - `refused`: what only the database can know forbids it; nothing was saved.
 */
export type SaveResult =
  | Readonly<{ kind: 'saved'; ticket: Ticket; version: number; repeated: boolean; mailDueAt: string | null }>
  | Readonly<{ kind: 'behind'; ticket: Ticket; mailDueAt: string | null }>
  | Readonly<{ kind: 'assignee_gone' }>
  | Readonly<{ kind: 'refused'; refusal: Refusal }>;
