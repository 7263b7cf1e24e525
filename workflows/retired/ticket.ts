import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  patched,
  setHandler,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import type { Command } from '../../src/domain/command.ts';
import { isCommand } from '../../src/domain/command-shape.ts';
import { decide } from '../../src/domain/decide.ts';
import { malformedCommand, noSuchTicket, type Outcome, type Refusal } from '../../src/domain/refusal.ts';
import { isFinal } from '../../src/domain/status.ts';
import {
  type CommandAnswer,
  type CommandReply,
  commandsUpdate,
  commandSignal,
  createdUpdate,
  refreshSignal,
  type TicketInput,
} from '../../src/temporal/messages.ts';
import { commandUpdate, type RetiredTicketInput, retiredTicketQuery } from './messages.ts';
import { readSignal } from '../read-signal.ts';
import { failureOf } from '../refusals.ts';
import { answer, now, TicketRun } from './ticket-run.ts';

/** After this many commands a run continues as new: an update takes longer the more its run has had (design). */
const defaultContinueAfter = 300;

type Waiting = { command: Command; signalled: boolean; outcome?: Outcome<CommandAnswer> };

/**
 * The run of a ticket that was started by a release from before the outbox. It sent its ticket's mails itself and took
 * commands one by one. It replays as it was, and continues as a run of today as soon as it is at rest.
 */
export async function retiredTicket(input: RetiredTicketInput): Promise<{ number: string; status: string }> {
  const run = new TicketRun(input);
  const waiting: Waiting[] = [];
  let refreshAsked = false;
  let mailEnded = false;
  let notCreated: Refusal | null = null;

  setHandler(
    createdUpdate,
    async ({ attempt }) => {
      await condition(() => run.current !== null || notCreated !== null);
      if (run.current === null) throw failureOf(notCreated ?? noSuchTicket);
      return answer(run.current, run.current.version, attempt !== input.attempt);
    },
    { description: 'Waits until the new ticket is saved' },
  );
  setHandler(
    commandUpdate,
    async (command) => {
      const mine: Waiting = { command, signalled: false };
      waiting.push(mine);
      await condition(() => mine.outcome !== undefined || notCreated !== null);
      if (mine.outcome?.ok !== true) throw failureOf(mine.outcome?.refusal ?? notCreated ?? noSuchTicket);
      return mine.outcome.value;
    },
    { description: 'A command whose sender waits for yes or no', validator: refuseEarly },
  );
  setHandler(commandsUpdate, async (commands): Promise<CommandReply[]> => {
    const mine = commands.map((command): Waiting => ({ command, signalled: false }));
    waiting.push(...mine);
    await condition(() => mine.every(({ outcome }) => outcome !== undefined) || notCreated !== null);
    return mine.map(({ outcome }) =>
      outcome?.ok === true
        ? { ok: true, answer: outcome.value }
        : { ok: false, refusal: outcome?.refusal ?? notCreated ?? noSuchTicket },
    );
  });
  setHandler(
    commandSignal,
    (signal) => {
      waiting.push({ command: readSignal(signal, uuid4), signalled: true });
    },
    {
      description:
        'A command without an answer: { "operator": "name", "changes": [{ "kind": "set_status", "to": "..." }] }',
    },
  );
  setHandler(
    refreshSignal,
    () => {
      refreshAsked = true;
    },
    { description: 'Look at the database: notices are overdue, or its row is ahead' },
  );
  setHandler(
    retiredTicketQuery,
    () => ({
      ticket: run.current,
      waitingCommands: waiting.length,
      sendingMail: run.sendingMail,
      mailDueAt: run.mailDueAt,
      commandsInThisRun: run.commands,
    }),
    { description: 'The ticket as this workflow knows it, and what is pending' },
  );

  /**
   * Refuses at once what cannot succeed, without a trace in the history. The loop's own decision is the one that
   * counts.
   */
  function refuseEarly(command: Command): void {
    if (!isCommand(command)) throw failureOf(malformedCommand);
    if (run.current === null) return;
    const decided = decide(run.current, command, now());
    if (!decided.ok) throw failureOf(decided.refusal);
  }

  async function sendMail(): Promise<void> {
    try {
      await run.sendMail();
    } catch (error) {
      // Somebody cancels the workflow: its main function ends by that, and the ticket gets a new one when it is needed.
      if (!isCancellation(error)) throw error;
    } finally {
      mailEnded = true;
    }
  }

  if (run.current === null) {
    notCreated = await run.begin();
    if (notCreated !== null) {
      await condition(allHandlersFinished);
      throw failureOf(notCreated);
    }
  }

  for (;;) {
    const next = waiting.shift();
    if (next !== undefined) {
      next.outcome = await run.carryOut(next.command, next.signalled);
      continue;
    }
    if (refreshAsked) {
      refreshAsked = false;
      await run.refresh();
      continue;
    }
    if (run.isMailDue()) {
      void sendMail();
      continue;
    }
    // Answers that are decided leave within this same task; only then may the run end, or their callers would fail.
    await condition(() => allHandlersFinished() || waiting.length > 0);
    if (waiting.length > 0 || refreshAsked) continue;
    const { current, mailDueAt } = run;
    if (current !== null && !run.sendingMail) {
      if (isFinal(current.status) && mailDueAt === null) return { number: current.number, status: current.status };
      const { continueAfter, tenantId, ticketId } = input;
      if (patched('outbox')) {
        const kept = { tenantId, ticketId, generation: 2 as const };
        await continueAsNew<(input: TicketInput) => Promise<unknown>>({ ...kept, carried: { ticket: current } });
      }
      if (run.commands >= (continueAfter ?? defaultContinueAfter) || workflowInfo().continueAsNewSuggested) {
        const limit = continueAfter === undefined ? {} : { continueAfter };
        await continueAsNew<typeof retiredTicket>({
          tenantId,
          ticketId,
          carried: { ticket: current, mailDueAt },
          ...limit,
        });
      }
    }
    mailEnded = false;
    const somethingToDo = (): boolean => waiting.length > 0 || refreshAsked || mailEnded;
    if (run.sendingMail || mailDueAt === null) await condition(somethingToDo);
    else await condition(somethingToDo, Math.max(1, Date.parse(mailDueAt) - Date.now()));
  }
}
