import { allHandlersFinished, condition, continueAsNew, setHandler, uuid4, workflowInfo } from '@temporalio/workflow';
import { isCommand } from '../src/domain/command-shape.ts';
import { decide } from '../src/domain/decide.ts';
import { malformedCommand, noSuchTicket, type Refusal } from '../src/domain/refusal.ts';
import { isFinal } from '../src/domain/status.ts';
import {
  batchLimits,
  commandsUpdate,
  commandSignal,
  createdUpdate,
  refreshSignal,
  type TicketInput,
  ticketQuery,
} from '../src/temporal/messages.ts';
import { readSignal } from './read-signal.ts';
import { failureOf, failureOfAll } from './refusals.ts';
import { retiredTicket } from './retired/ticket.ts';
import { answer, now, TicketRun, type Waiting } from './ticket-run.ts';

/** After this many batches a run continues as new: an update takes longer the more its run has had (design). */
const defaultContinueAfter = 300;

/**
 * One ticket, from creation until it is finished: the single writer of its rows. Commands are taken in order: decide,
 * save, apply, reply. Nothing is shown or answered before it is saved.
 */
export async function ticket(input: TicketInput): Promise<{ number: string; status: string }> {
  if (input.generation === undefined) return retiredTicket(input);
  const run = new TicketRun(input);
  const waiting: Waiting[] = [];
  let refreshAsked = false;
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
    commandsUpdate,
    async (commands) => {
      const mine: Waiting[] = commands.map((command) => ({ command, signalled: false }));
      waiting.push(...mine);
      await condition(() => mine.every(({ reply }) => reply !== undefined) || notCreated !== null);
      return mine.map(({ reply }) => reply ?? { ok: false, refusal: notCreated ?? noSuchTicket });
    },
    { description: 'Commands whose senders wait for yes or no', validator: refuseEarly },
  );
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
    { description: 'Look at the database: its row may be ahead' },
  );
  setHandler(
    ticketQuery,
    () => ({ ticket: run.current, waitingCommands: waiting.length, batchesInThisRun: run.batches }),
    { description: 'The ticket as this workflow knows it, and what is pending' },
  );

  /**
   * Refuses a batch at once if none of it can succeed, without a trace in the history. The loop's own decision is the
   * one that counts.
   */
  function refuseEarly(commands: unknown): void {
    const sound = Array.isArray(commands) && commands.length > 0 && commands.length <= batchLimits.commands;
    if (!sound || !commands.every((command) => isCommand(command))) throw failureOf(malformedCommand);
    const { current } = run;
    if (current === null) return;
    const at = now();
    const refusals = commands.flatMap((command) => {
      const decided = decide(current, command, at);
      return decided.ok ? [] : [decided.refusal];
    });
    if (refusals.length === commands.length) throw failureOfAll(refusals);
  }

  if (run.current === null) {
    notCreated = await run.begin();
    if (notCreated !== null) {
      await condition(allHandlersFinished);
      throw failureOf(notCreated);
    }
  }

  for (;;) {
    if (waiting.length > 0) {
      await run.carryOut(waiting.splice(0, batchLimits.commands));
      continue;
    }
    if (refreshAsked) {
      refreshAsked = false;
      await run.refresh();
      continue;
    }
    // Replies that are decided leave within this same task; only then may the run end, or their callers would fail.
    await condition(() => allHandlersFinished() || waiting.length > 0);
    if (waiting.length > 0 || refreshAsked) continue;
    const { current } = run;
    if (current !== null && isFinal(current.status)) return { number: current.number, status: current.status };
    const { continueAfter = defaultContinueAfter, tenantId, ticketId } = input;
    if (current !== null && (run.batches >= continueAfter || workflowInfo().continueAsNewSuggested)) {
      const kept = { tenantId, ticketId, generation: 2 as const, continueAfter };
      await continueAsNew<typeof ticket>({ ...kept, carried: { ticket: current } });
    }
    await condition(() => waiting.length > 0 || refreshAsked);
  }
}
