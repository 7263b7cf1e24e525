import type { EntityData, InferEntity } from '@mikro-orm/core';
import type { NoticeEntity, CommandEntity } from '../../src/db/ticket-entities.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { type CompletedEvents, completeEvents } from './complete-events.ts';
import type { HistoryKey } from './history-hash.ts';
import type { EarlierCommand, LockedTicket } from './lock-ticket.ts';
import type { DecidedCommand, SaveRequest } from './save-request.ts';

/** Collects what the commands of a request lead to, one after the other, until all is written at once. */
export class TicketWriting {
  /** The ticket as it was locked; null if it is being created. */
  readonly before: Ticket | null;
  /** The ticket after the commands so far. */
  ticket: Ticket | null;
  lastHash: Buffer | null;
  readonly completed: CompletedEvents[] = [];
  /** The request's commands that were saved before or have been added. */
  readonly known: EarlierCommand[];
  readonly commands: EntityData<InferEntity<typeof CommandEntity>>[] = [];
  readonly notices: EntityData<InferEntity<typeof NoticeEntity>>[] = [];
  readonly #given: { request: SaveRequest; historyKey: HistoryKey; recordedAt: Date };

  constructor(given: { request: SaveRequest; locked: LockedTicket | null; historyKey: HistoryKey; recordedAt: Date }) {
    this.#given = given;
    this.before = given.locked?.ticket ?? null;
    this.ticket = this.before;
    this.known = [...(given.locked?.commands ?? [])];
    this.lastHash = given.locked?.lastHash ?? null;
  }

  get version(): number {
    return this.ticket?.version ?? 0;
  }

  /** Adds a command with its events, which may be none. `number` is for a ticket that this command creates. */
  add(command: DecidedCommand, number: string): CompletedEvents {
    const { request, historyKey, recordedAt } = this.#given;
    const { tenantId, ticketId, at } = request;
    const completed = completeEvents({
      of: { tenantId, ticketId, at, command },
      before: this.ticket,
      lastHash: this.lastHash,
      number,
      historyKey,
      recordedAt,
    });
    this.completed.push(completed);
    this.ticket = completed.ticket;
    this.lastHash = completed.lastHash;
    const { fingerprint, id, recordAs = id } = command;
    const saved = { id: recordAs, fingerprint, version: completed.ticket.version };
    this.known.push(saved);
    this.commands.push({
      tenantId,
      ticketId,
      ...saved,
      firstSequence: completed.firstSequence,
      lastSequence: completed.ticket.sequence,
      recordedAt,
    });
    return completed;
  }
}
