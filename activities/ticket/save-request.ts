import type { ActorRef } from '../../src/domain/actor.ts';
import type { AssetReach } from '../../src/domain/asset.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Ticket } from '../../src/domain/ticket.ts';

/** Which command is saved, and by whom. `reach`: which assets the actor can name. */
export type CommandKey = Readonly<{
  id: string;
  fingerprint: string;
  actor: ActorRef;
  reach: AssetReach;
  /** The id to store instead, if the command itself was refused and only the refusal is recorded. */
  recordAs?: string;
}>;

/** A decided command. `expectedVersion` is the ticket's version when it was decided, 0 for a ticket not created yet. */
export type DecidedCommand = CommandKey & Readonly<{ expectedVersion: number; events: readonly DecidedEvent[] }>;

/** Decided commands of one ticket, to be saved in order and in one transaction. */
export type SaveRequest = Readonly<{
  tenantId: string;
  ticketId: string;
  /** When they happened: the workflow's time, ISO 8601 in UTC. */
  at: string;
  commands: readonly DecidedCommand[];
}>;

/** One command of a request, with the request's other fields. */
export type CommandToSave = Readonly<{ tenantId: string; ticketId: string; at: string; command: DecidedCommand }>;

/**
 * The outcome of one command.
 * - `saved`: `version` is the version it led to. `repeated` says that this id was saved before, and nothing was saved
 *   now.
 * - `refused`: forbidden by something that only the database knows; nothing of it was saved.
 */
export type SaveOutcome =
  Readonly<{ kind: 'saved'; version: number; repeated: boolean }> | Readonly<{ kind: 'refused'; refusal: Refusal }>;

/**
 * The outcomes of the commands from the first one on, and the ticket as its row is now (null if there is none).
 * `stopped` tells why the remaining commands have to be decided again on that ticket:
 * - `behind`: the row had another version than the workflow assumed; nothing was saved.
 * - `assignee_gone`: the first one would reopen the ticket for somebody who is no longer an agent; nothing was saved.
 * - `changed`: the last of these turned out differently than decided: refused, repeated, or altered by what only the
 *   database knows.
 */
export type SaveResult = Readonly<{
  ticket: Ticket | null;
  outcomes: readonly SaveOutcome[];
  stopped?: 'behind' | 'assignee_gone' | 'changed';
}>;
