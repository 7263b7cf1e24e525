import type { Actor } from '../../src/domain/actor.ts';
import type { Change } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import type { Outcome, Refusal } from '../../src/domain/refusal.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { aCommand, now } from '../support/builders.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

/** The value of an outcome that has to be a yes. */
export function accepted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`Refused as ${outcome.refusal.code}: ${wordsOfRefusal(outcome.refusal)}`);
  return outcome.value;
}

/** The refusal of an outcome that has to be a no. */
export function refused(outcome: Outcome<unknown>): Refusal {
  if (outcome.ok) throw new Error(`Accepted: ${JSON.stringify(outcome.value)}`);
  return outcome.refusal;
}

/** The events that follow when the actor asks for the changes in one command, which has to be accepted. */
export function events(ticket: Ticket, actor: Actor, ...changes: Change[]): DecidedEvent[] {
  return accepted(decide(ticket, aCommand({ actor, changes }), now));
}

/** The refusal when the actor asks for the changes in one command, which has to be refused. */
export function refusal(ticket: Ticket, actor: Actor, ...changes: Change[]): Refusal {
  return refused(decide(ticket, aCommand({ actor, changes }), now));
}

/** Just the kinds of the events, in their order. */
export function kinds(decided: readonly DecidedEvent[]): string[] {
  return decided.map((event) => event.type);
}
