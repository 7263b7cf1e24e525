import { apply } from './apply.ts';
import type { Command } from './command.ts';
import { decide, provisionally, refusedSignal } from './decide.ts';
import type { Facts } from './decide-handling.ts';
import type { DecidedEvent } from './event.ts';
import { noSuchTicket, type Outcome, type Refusal } from './refusal.ts';
import type { Ticket } from './ticket.ts';

/**
 * A command as it reached its ticket. `signalled`: nobody waits for the answer, so a refusal is recorded in the
 * history. `refused` is a refusal that the database has already given and that only has to be recorded.
 */
export type Received = Readonly<{ command: Command; signalled: boolean; refused?: Refusal }>;

/**
 * The decision on a command. A `refusal` without events is sent to the caller and leaves no trace; with events (for a
 * signal) those are saved under an id of their own. `expectedVersion` is the ticket's version if all commands before it
 * are saved.
 */
export type Decided = Readonly<{
  received: Received;
  events: readonly DecidedEvent[] | null;
  refusal: Refusal | null;
  expectedVersion: number;
}>;

/**
 * Decides commands that are carried out together, each on the ticket that those before it lead to. `facts` are what the
 * database has reported about the first of them. A repeated or refused command invalidates the decisions after it: the
 * caller has those decided again.
 */
export function decideBatch(
  ticket: Ticket | null,
  received: readonly Received[],
  at: string,
  facts: Facts = {},
): Decided[] {
  let current = ticket;
  return received.map((each, place) => {
    const expectedVersion = current?.version ?? 0;
    if (current === null) return { received: each, events: null, refusal: noSuchTicket, expectedVersion };
    const decided = decideOne(current, each, at, place === 0 ? facts : {});
    const events = decided.ok
      ? decided.value
      : each.signalled
        ? refusedSignal(each.command, decided.refusal.code)
        : null;
    if (events !== null) current = after(current, events, at);
    return { received: each, events, refusal: decided.ok ? null : decided.refusal, expectedVersion };
  });
}

function decideOne(ticket: Ticket, { command, refused }: Received, at: string, facts: Facts): Outcome<DecidedEvent[]> {
  return refused === undefined ? decide(ticket, command, at, facts) : { ok: false, refusal: refused };
}

/** The ticket as a saved command will leave it: the events of a command share one version. */
function after(ticket: Ticket, events: readonly DecidedEvent[], at: string): Ticket {
  const version = ticket.version + (events.length > 0 ? 1 : 0);
  return events.reduce((now, event) => apply(now, provisionally(now, event, at, version)), ticket);
}
