import { proxyLocalActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { DecidedCommand, SaveOutcome, SaveResult } from '../activities/ticket/save-request.ts';
import { actorRef } from '../src/domain/actor.ts';
import { assetReach } from '../src/domain/asset.ts';
import type { Command } from '../src/domain/command.ts';
import { decideCreation } from '../src/domain/create.ts';
import { type Decided, decideBatch, type Received } from '../src/domain/decide-batch.ts';
import type { Facts } from '../src/domain/decide-handling.ts';
import type { DecidedEvent } from '../src/domain/event.ts';
import { noSuchTicket, type Refusal } from '../src/domain/refusal.ts';
import { fromRecord, type RecordedTicket, type Ticket } from '../src/domain/ticket.ts';
import type { CommandAnswer, CommandReply, TicketInput } from '../src/temporal/messages.ts';
import { oneTransaction } from './activity-options.ts';
import { changedAttributes } from './changed-attributes.ts';
import { ticketDetails } from './details.ts';
import { refusalId } from '../src/domain/refusal-id.ts';

const { saveCommands, loadTicket } = proxyLocalActivities<Activities>(oneTransaction);

/** A command waiting to be carried out, and later its reply. */
export type Waiting = Readonly<Omit<Received, 'refused'>> & { refused?: Refusal; reply?: CommandReply };

/** One run of a ticket's workflow: the saved ticket, and the commands carried out on it. */
export class TicketRun {
  /** The ticket as last saved or read; null until there is one. */
  current: Ticket | null;
  batches = 0;
  readonly #input: TicketInput;
  readonly #key: { tenantId: string; ticketId: string };
  #published: Ticket | null;

  constructor(input: TicketInput) {
    this.#input = input;
    this.#key = { tenantId: input.tenantId, ticketId: input.ticketId };
    this.current = input.carried === undefined ? null : fromRecord(input.carried.ticket);
    this.#published = this.current;
  }

  /** Creates the ticket that this workflow was started with, or loads the rows of one that lost its workflow. */
  async begin(): Promise<Refusal | null> {
    const { create } = this.#input;
    if (create === undefined) return (await this.refresh()) ? null : noSuchTicket;
    const decided = decideCreation(create);
    if (!decided.ok) return decided.refusal;
    const { outcomes } = await this.#save(now(), [toSave(create, decided.value, 0)]);
    return outcomes[0]?.kind === 'refused' ? outcomes[0].refusal : null;
  }

  /** Loads the row; false if there is none. */
  async refresh(): Promise<boolean> {
    const ticket = await loadTicket(this.#key);
    if (ticket !== null) this.#take(ticket);
    return ticket !== null;
  }

  /** Decides, saves and replies, in order and together as far as the database agrees; the rest is decided again. */
  async carryOut(batch: readonly Waiting[]): Promise<void> {
    this.batches += 1;
    let rest = batch;
    let facts: Facts = {};
    while (rest.length > 0) {
      const at = now();
      const decided = decideBatch(this.current, rest, at, facts);
      const wanted = decided.filter(({ events }) => events !== null);
      const result: SaveResult =
        wanted.length === 0 ? { ticket: this.current, outcomes: [] } : await this.#save(at, wanted.map(commandToSave));
      rest = this.#reply(decided, result, rest);
      facts = result.stopped === 'assignee_gone' ? { assigneeGone: true } : {};
    }
  }

  /** Replies to the commands that are settled, and returns those that have to be decided again. */
  #reply(
    decided: readonly Decided[],
    { outcomes, stopped }: SaveResult,
    waiting: readonly Waiting[],
  ): readonly Waiting[] {
    if (stopped === 'behind') return waiting;
    const remaining = [...outcomes];
    for (const [place, mine] of waiting.entries()) {
      const { events = null, refusal = null } = decided[place] ?? {};
      if (events === null) {
        mine.reply = no(refusal ?? noSuchTicket);
        continue;
      }
      const outcome = remaining.shift();
      if (outcome === undefined) return waiting.slice(place);
      if (outcome.kind === 'refused' && mine.signalled) {
        // Nobody waits for the answer, so the refusal goes into the history.
        mine.refused = outcome.refusal;
        return waiting.slice(place);
      }
      if (outcome.kind === 'refused') mine.reply = no(outcome.refusal);
      else mine.reply = refusal === null ? this.#yes(outcome) : no(refusal);
      if (remaining.length === 0 && stopped === 'changed') return waiting.slice(place + 1);
    }
    return [];
  }

  #yes({ version, repeated }: Extract<SaveOutcome, { kind: 'saved' }>): CommandReply {
    if (this.current === null) throw new Error('A command was saved without its ticket');
    return { ok: true, answer: answer(this.current, version, repeated) };
  }

  async #save(at: string, commands: readonly DecidedCommand[]): Promise<SaveResult> {
    const result = await saveCommands({ ...this.#key, at, commands });
    if (result.ticket !== null) this.#take(result.ticket);
    return result;
  }

  #take(rows: RecordedTicket): void {
    const ticket = fromRecord(rows);
    this.current = ticket;
    const changed = changedAttributes(this.#published, ticket);
    if (changed.length > 0) upsertSearchAttributes(changed);
    this.#published = ticket;
    setCurrentDetails(ticketDetails(ticket));
  }
}

function no(refusal: Refusal): CommandReply {
  return { ok: false, refusal };
}

/**
 * A decided command as it is saved. A recorded refusal gets an id of its own, as the command may come again, corrected.
 */
function commandToSave({ received, events, refusal, expectedVersion }: Decided): DecidedCommand {
  const { command } = received;
  const saved = toSave(command, events ?? [], expectedVersion);
  if (refusal === null) return saved;
  const recordAs = refusalId(command);
  return { ...saved, recordAs, ...(refusal.code === 'command_id_reused' ? { id: recordAs } : {}) };
}

function toSave(
  { id, fingerprint, actor }: Pick<Command, 'id' | 'fingerprint' | 'actor'>,
  events: readonly DecidedEvent[],
  expectedVersion: number,
): DecidedCommand {
  return { id, fingerprint, actor: actorRef(actor), reach: assetReach(actor), expectedVersion, events };
}

/** The workflow's time, ISO 8601 in UTC. */
export function now(): string {
  return new Date().toISOString();
}

/** What the caller of an accepted command is told. */
export function answer(ticket: Ticket, version: number, repeated: boolean): CommandAnswer {
  return { ticketId: ticket.id, number: ticket.number, version, repeated };
}
