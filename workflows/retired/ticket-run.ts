import {
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  upsertSearchAttributes,
  uuid4,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { RetiredSaveResult } from '../../activities/retired.ts';
import { actorRef } from '../../src/domain/actor.ts';
import type { Command } from '../../src/domain/command.ts';
import { assetReach } from '../../src/domain/asset.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { decide, refusedSignal } from '../../src/domain/decide.ts';
import type { Facts } from '../../src/domain/decide-handling.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import { noSuchTicket, type Outcome, type Refusal } from '../../src/domain/refusal.ts';
import { fromRecord, type RecordedTicket, type Ticket } from '../../src/domain/ticket.ts';
import { longWork, oneTransaction } from '../activity-options.ts';
import { ticketDetails } from '../details.ts';
import type { CommandAnswer } from '../../src/temporal/messages.ts';
import { type RetiredTicketInput } from './messages.ts';
import { changedAttributes } from '../changed-attributes.ts';

const { saveTicket, readTicket } = proxyLocalActivities<Activities>(oneTransaction);

const { sendNotices } = proxyActivities<Activities>(longWork);

/**
 * One run of a ticket's workflow of an earlier release: the saved ticket, its mail, and the commands carried out on it.
 */
export class TicketRun {
  /** The ticket as last saved or read; null until there is one. */
  current: Ticket | null;
  /** When the next notice is due (ISO 8601); null when none is left to send. */
  mailDueAt: string | null;
  sendingMail = false;
  commands = 0;
  readonly #input: RetiredTicketInput;
  readonly #key: { tenantId: string; ticketId: string };
  #published: Ticket | null;
  #mailCameMeanwhile = false;

  constructor(input: RetiredTicketInput) {
    this.#input = input;
    this.#key = { tenantId: input.tenantId, ticketId: input.ticketId };
    this.current = input.carried === undefined ? null : fromRecord(input.carried.ticket);
    this.mailDueAt = input.carried?.mailDueAt ?? null;
    this.#published = this.current;
  }

  /** Creates the ticket that this workflow was started with, or loads the rows of one that lost its workflow. */
  async begin(): Promise<Refusal | null> {
    const { create } = this.#input;
    if (create === undefined) return (await this.refresh()) ? null : noSuchTicket;
    const decided = decideCreation(create);
    if (!decided.ok) return decided.refusal;
    const result = await this.#save(create, decided.value, now());
    return result.kind === 'refused' ? result.refusal : null;
  }

  /** Loads the rows; false if there are none. */
  async refresh(): Promise<boolean> {
    const rows = await readTicket(this.#key);
    if (rows !== null) this.#take(rows);
    return rows !== null;
  }

  /** Decides, saves, applies. A refused signal is recorded, because nobody waits for its answer. */
  async carryOut(command: Command, signalled: boolean): Promise<Outcome<CommandAnswer>> {
    this.commands += 1;
    let facts: Facts = {};
    for (;;) {
      if (this.current === null) return { ok: false, refusal: noSuchTicket };
      const at = now();
      const decided = decide(this.current, command, at, facts);
      if (!decided.ok) return signalled ? this.#recordRefusal(command, decided.refusal) : decided;
      const result = await this.#save(command, decided.value, at);
      switch (result.kind) {
        case 'saved':
          return { ok: true, value: answer(result.ticket, result.version, result.repeated) };
        case 'refused':
          return signalled ? this.#recordRefusal(command, result.refusal) : { ok: false, refusal: result.refusal };
        case 'assignee_gone':
          facts = { assigneeGone: true };
          break;
        case 'behind':
          break;
      }
    }
  }

  /**
   * Stored under an id of its own: the same command may come again, corrected. A repeat of one carried out leaves
   * nothing.
   */
  async #recordRefusal(command: Command, refusal: Refusal): Promise<Outcome<CommandAnswer>> {
    const reused = refusal.code === 'command_id_reused';
    for (;;) {
      const recordAs = `refused/${uuid4()}`;
      const by = { ...command, ...(reused ? { id: recordAs } : {}), recordAs };
      const result = await this.#save(by, refusedSignal(command, refusal.code), now());
      if (result.kind !== 'behind') return { ok: false, refusal };
    }
  }

  isMailDue(): boolean {
    return !this.sendingMail && this.mailDueAt !== null && Date.parse(this.mailDueAt) <= Date.now();
  }

  /** Sends what is due, while commands go on. Notices that are saved meanwhile stay due. */
  async sendMail(): Promise<void> {
    this.sendingMail = true;
    this.#mailCameMeanwhile = false;
    const knownVersion = this.current?.version ?? 0;
    try {
      const sent = await sendNotices({ ...this.#key, at: now(), knownVersion });
      if (!this.#mailCameMeanwhile) this.mailDueAt = sent.mailDueAt;
    } finally {
      this.sendingMail = false;
    }
    this.#describe();
  }

  async #save(
    by: Pick<Command, 'id' | 'fingerprint' | 'actor'> & { recordAs?: string },
    events: readonly DecidedEvent[],
    at: string,
  ): Promise<RetiredSaveResult> {
    const result = await saveTicket({
      ...this.#key,
      command: {
        id: by.id,
        fingerprint: by.fingerprint,
        actor: actorRef(by.actor),
        reach: assetReach(by.actor),
        ...(by.recordAs === undefined ? {} : { recordAs: by.recordAs }),
      },
      expectedVersion: this.current?.version ?? 0,
      at,
      events,
    });
    if (result.kind === 'saved' || result.kind === 'behind') this.#take(result);
    return result;
  }

  #take(rows: { ticket: RecordedTicket; mailDueAt: string | null }): void {
    const ticket = fromRecord(rows.ticket);
    this.current = ticket;
    if (rows.mailDueAt !== null) {
      this.mailDueAt = rows.mailDueAt;
      this.#mailCameMeanwhile = this.sendingMail;
    }
    const changed = changedAttributes(this.#published, ticket);
    if (changed.length > 0) upsertSearchAttributes(changed);
    this.#published = ticket;
    this.#describe();
  }

  #describe(): void {
    if (this.current !== null) setCurrentDetails(ticketDetails(this.current));
  }
}

/** The workflow's time, ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** What the caller of an accepted command is told. */
export function answer(ticket: Ticket, version: number, repeated: boolean): CommandAnswer {
  return { ticketId: ticket.id, number: ticket.number, version, repeated };
}
