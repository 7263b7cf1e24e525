import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { SaveResult } from '../activities/save-request.ts';
import { actorRef } from '../src/domain/actor.ts';
import type { Command } from '../src/domain/command.ts';
import { isCommand } from '../src/domain/command-shape.ts';
import { decideCreation } from '../src/domain/create.ts';
import { decide, refusedSignal } from '../src/domain/decide.ts';
import type { DecidedEvent } from '../src/domain/event.ts';
import { malformedCommand, noSuchTicket, type Outcome, type Refusal } from '../src/domain/refusal.ts';
import { isFinal } from '../src/domain/status.ts';
import type { Ticket } from '../src/domain/ticket.ts';
import { ticketDetails } from './details.ts';
import {
  type CommandAnswer,
  commandSignal,
  commandUpdate,
  createdUpdate,
  refreshSignal,
  type TicketInput,
  ticketQuery,
} from './messages.ts';
import { readSignal } from './read-signal.ts';
import { failureOf } from './refusals.ts';
import { changedAttributes } from './search-attributes.ts';

const { saveTicket, readTicket } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '5s',
  localRetryThreshold: '5s',
  retry: { initialInterval: '50ms', maximumInterval: '30s' },
});

const { sendNotices } = proxyActivities<Activities>({
  startToCloseTimeout: '15m',
  heartbeatTimeout: '1m',
  retry: { maximumInterval: '1m' },
});

/** After so many commands a run continues as new: the time of an update grows with those of its run (design). */
const defaultContinueAfter = 300;

type Waiting = { command: Command; signalled: boolean; outcome?: Outcome<CommandAnswer> };

/**
 * One ticket, from creation until it is finished and its last mail is done: the single writer of its rows. Commands are
 * taken in order: decide, save, apply, answer. Nothing is shown or answered before it is saved.
 */
export async function ticket(input: TicketInput): Promise<{ number: string; status: string }> {
  const key = { tenantId: input.tenantId, ticketId: input.ticketId };
  const waiting: Waiting[] = [];
  let current: Ticket | null = input.carried?.ticket ?? null;
  let published: Ticket | null = current;
  let mailDueAt: string | null = input.carried?.mailDueAt ?? null;
  let sendingMail = false;
  let mailCameMeanwhile = false;
  let wake = false;
  let refreshAsked = false;
  let commandsInThisRun = 0;
  let notCreated: Refusal | null = null;

  setHandler(
    createdUpdate,
    async ({ attempt }) => {
      await condition(() => current !== null || notCreated !== null);
      if (current === null) throw failureOf(notCreated ?? noSuchTicket);
      return answer(current, current.version, attempt !== input.attempt);
    },
    { description: 'Waits until the new ticket is saved' },
  );
  setHandler(
    commandUpdate,
    async (command) => {
      const mine: Waiting = { command, signalled: false };
      waiting.push(mine);
      await condition(() => mine.outcome !== undefined);
      if (mine.outcome?.ok !== true) throw failureOf(mine.outcome?.refusal ?? noSuchTicket);
      return mine.outcome.value;
    },
    { description: 'A command whose sender waits for yes or no', validator: refuseEarly },
  );
  setHandler(
    commandSignal,
    (signal) => {
      waiting.push({ command: readSignal(signal, uuid4), signalled: true });
    },
    { description: 'A command without an answer: { "operator": "name", "changes": [{ "kind": "set_status", "to": "..." }] }' },
  );
  setHandler(
    refreshSignal,
    () => {
      refreshAsked = true;
    },
    { description: 'Look at the database: notices are overdue, or its row is ahead' },
  );
  setHandler(
    ticketQuery,
    () => ({ ticket: current, waitingCommands: waiting.length, sendingMail, mailDueAt, commandsInThisRun }),
    { description: 'The ticket as this workflow knows it, and what is pending' },
  );

  /** Refuses at once what cannot succeed, without a trace in the history. The loop's own decision is the one that counts. */
  function refuseEarly(command: Command): void {
    if (!isCommand(command)) throw failureOf(malformedCommand);
    if (current === null) return;
    const decided = decide(current, command, now());
    if (!decided.ok) throw failureOf(decided.refusal);
  }

  function take(rows: { ticket: Ticket; mailDueAt: string | null }): void {
    current = rows.ticket;
    if (rows.mailDueAt !== null) {
      mailDueAt = rows.mailDueAt;
      mailCameMeanwhile = sendingMail;
    }
    const changed = changedAttributes(published, current);
    if (changed.length > 0) upsertSearchAttributes(changed);
    published = current;
    setCurrentDetails(ticketDetails(current, mailDueAt));
  }

  async function save(
    by: Pick<Command, 'id' | 'fingerprint' | 'actor'>,
    events: readonly DecidedEvent[],
    at: string,
  ): Promise<SaveResult> {
    const result = await saveTicket({
      ...key,
      command: { id: by.id, fingerprint: by.fingerprint, actor: actorRef(by.actor) },
      expectedVersion: current?.version ?? 0,
      at,
      events,
    });
    if (result.kind !== 'refused') take(result);
    return result;
  }

  async function carryOut(command: Command, signalled: boolean): Promise<Outcome<CommandAnswer>> {
    for (;;) {
      if (current === null) return { ok: false, refusal: noSuchTicket };
      const at = now();
      const decided = decide(current, command, at);
      if (!decided.ok && !signalled) return decided;
      const events = decided.ok ? decided.value : refusedSignal(command, decided.refusal.code);
      const result = await save(command, events, at);
      if (result.kind === 'refused') {
        if (signalled && decided.ok) await save(command, refusedSignal(command, result.refusal.code), at);
        return { ok: false, refusal: result.refusal };
      }
      if (result.kind === 'behind') continue;
      return decided.ok ? { ok: true, value: answer(result.ticket, result.version, result.repeated) } : decided;
    }
  }

  async function sendMail(known: Ticket): Promise<void> {
    sendingMail = true;
    mailCameMeanwhile = false;
    const sent = await sendNotices({ ...key, at: now(), knownVersion: known.version });
    sendingMail = false;
    if (!mailCameMeanwhile) mailDueAt = sent.mailDueAt;
    wake = true;
  }

  async function begin(): Promise<Refusal | null> {
    if (input.create === undefined) {
      const rows = await readTicket(key);
      if (rows === null) return noSuchTicket;
      take(rows);
      return null;
    }
    const decided = decideCreation(input.create);
    if (!decided.ok) return decided.refusal;
    const result = await save(input.create, decided.value, now());
    return result.kind === 'refused' ? result.refusal : null;
  }

  if (current === null) {
    notCreated = await begin();
    if (notCreated !== null) {
      await condition(allHandlersFinished);
      throw failureOf(notCreated);
    }
  }

  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) {
      commandsInThisRun += 1;
      next.outcome = await carryOut(next.command, next.signalled);
      continue;
    }
    if (refreshAsked) {
      refreshAsked = false;
      const rows = await readTicket(key);
      if (rows !== null) take(rows);
      continue;
    }
    if (!sendingMail && isDue(mailDueAt) && current !== null) {
      void sendMail(current);
      continue;
    }
    const settled: Ticket = current as Ticket;
    // Answers that are decided leave in this same task; only then may the run end, or their callers would fail.
    await condition(() => allHandlersFinished() || waiting.length > 0);
    if (waiting.length > 0) continue;
    if (isFinal(settled.status) && !sendingMail && mailDueAt === null && !refreshAsked) {
      return { number: settled.number, status: settled.status };
    }
    const long = commandsInThisRun >= (input.continueAfter ?? defaultContinueAfter);
    if ((long || workflowInfo().continueAsNewSuggested) && !sendingMail && !refreshAsked) {
      await continueAsNew<typeof ticket>({
        ...key,
        carried: { ticket: settled, mailDueAt },
        ...(input.continueAfter === undefined ? {} : { continueAfter: input.continueAfter }),
      });
    }
    wake = false;
    const somethingToDo = (): boolean => waiting.length > 0 || refreshAsked || wake;
    if (sendingMail || mailDueAt === null) await condition(somethingToDo);
    else await condition(somethingToDo, Math.max(1, Date.parse(mailDueAt) - Date.now()));
  }
}

function now(): string {
  return new Date().toISOString();
}

function isDue(at: string | null): boolean {
  return at !== null && Date.parse(at) <= Date.now();
}

function answer(ticket: Ticket, version: number, repeated: boolean): CommandAnswer {
  return { ticketId: ticket.id, number: ticket.number, version, repeated };
}
