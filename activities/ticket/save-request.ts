import type { ActorRef } from '../../src/domain/actor.ts';
import type { AssetReach } from '../../src/domain/asset.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** Whose command is saved, and under which id. `reach`: which assets the actor can name. */
export type CommandKey = Readonly<{
  id: string;
  fingerprint: string;
  actor: ActorRef;
  reach: AssetReach;
  /** The id to keep for what follows, where the command itself was refused and only that is recorded. */
  recordAs?: string;
}>;

/** A decided command. `expectedVersion` is the ticket's when it was decided, 0 for a ticket that does not exist yet. */
export type DecidedCommand = CommandKey & Readonly<{ expectedVersion: number; events: readonly DecidedEvent[] }>;

/** Decided commands of one ticket, to be saved in their order and in one transaction. */
export type SaveRequest = Readonly<{
  tenantId: string;
  ticketId: string;
  /** When they happened: the workflow's time, ISO 8601 in UTC. */
  at: string;
  commands: readonly DecidedCommand[];
}>;

/** One of the commands in the making. */
export type CommandToSave = Readonly<{ tenantId: string; ticketId: string; at: string; command: DecidedCommand }>;

/**
 * What became of one command.
 * - `saved`: `version` is the one that it led to. `repeated` says that this id had been saved before, and nothing was now.
 * - `refused`: what only the database can know forbids it; nothing of it was saved.
 */
export type SaveOutcome =
  Readonly<{ kind: 'saved'; version: number; repeated: boolean }> | Readonly<{ kind: 'refused'; refusal: Refusal }>;

/**
 * What became of the commands from the first one on, and the ticket as its row stands now (null where there is none).
 * `stopped` tells why the others are to be decided again on that ticket:
 * - `behind`: the row was at another version than the workflow believed; nothing was saved.
 * - `assignee_gone`: the first one would reopen the ticket for somebody who is no agent any more; nothing was saved.
 * - `changed`: the last one of these came out otherwise than it was decided: refused, repeated, or altered by what only
 *   the database knows.
 */
export type SaveResult = Readonly<{
  ticket: Ticket | null;
  outcomes: readonly SaveOutcome[];
  stopped?: 'behind' | 'assignee_gone' | 'changed';
}>;
