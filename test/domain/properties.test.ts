import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Actor, personOf } from '../../src/domain/actor.ts';
import type { Command } from '../../src/domain/command.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { decide, refusedSignal } from '../../src/domain/decide.ts';
import type { DecidedEvent, SavedEvent } from '../../src/domain/event.ts';
import { noticesFor } from '../../src/domain/notices.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import { refusalCodes } from '../../src/domain/refusal.ts';
import { cancelReasons, priorities, resolutionAnswers, type Ticket, ticketTypes } from '../../src/domain/ticket.ts';
import { aCreateCommand, applyAll, ids, saved } from '../support/builders.ts';
import { commands, wildCommands } from './arbitraries.ts';
import { accepted } from './deciding.ts';
import { neededFor, r5, states } from './state-machine.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

/** One command in a ticket's life: what it met, what came of it, and the ticket afterwards. */
type Step = Readonly<{ before: Ticket; command: Command; decided: readonly DecidedEvent[]; after: Ticket }>;
type Life = Readonly<{ first: Ticket; steps: readonly Step[]; history: readonly SavedEvent[]; last: Ticket }>;

const minute = (count: number) => new Date(Date.UTC(2026, 0, 5, 8, count)).toISOString();

/** Carries out commands one after the other as the workflow does; what is refused is recorded as a refused signal. */
function live(asked: readonly Command[]): Life {
  const history: SavedEvent[] = saved(accepted(decideCreation(aCreateCommand())), { ticket: null, at: minute(0) });
  const first = applyAll(null, history);
  let ticket = first;
  const steps = asked.map((command, index): Step => {
    const at = minute(index + 1);
    const outcome = decide(ticket, command, at);
    const completed = outcome.ok ? withMovements(ticket, outcome.value) : null;
    const decided = completed ?? refusedSignal(command, outcome.ok ? 'movement_unknown' : outcome.refusal.code);
    const before = ticket;
    const stored = saved(decided, { ticket: before, actor: command.actor, at });
    history.push(...stored);
    ticket = applyAll(before, stored);
    return { before, command, decided, after: ticket };
  });
  return { first, steps, history, last: ticket };
}

/** The events with the assets of their movements as the database knows them; null where it would refuse them. */
function withMovements(ticket: Ticket, events: readonly DecidedEvent[]): DecidedEvent[] | null {
  const linked = new Set(ticket.assetIds);
  const completed: DecidedEvent[] = [];
  for (const event of events) {
    if (event.type === 'asset_linked') linked.add(event.assetId);
    if (event.type === 'asset_unlinked') linked.delete(event.assetId);
    if (event.type !== 'movement_linked') completed.push(event);
    else {
      const assetId = event.movementId === ids.movement ? ids.asset : ids.otherAsset;
      if (!linked.has(assetId)) return null;
      completed.push({ ...event, assetId });
    }
  }
  return completed;
}

/** Runs the check on lives of any commands; enough of them that every edge of R5 is walked many times. */
function forAnyLife(check: (life: Life) => void): void {
  fc.assert(
    fc.property(fc.array(commands, { maxLength: 25 }), (asked) => check(live(asked))),
    { numRuns: 200 },
  );
}

const isFinished = (ticket: Ticket) => ticket.status === 'closed' || ticket.status === 'cancelled';

function holds(actor: Actor, permission: Permission): boolean {
  return 'permissions' in actor ? actor.permissions.includes(permission) : actor.kind !== 'mail_link';
}

describe('for any sequence of commands by anybody', () => {
  it('R5: status moves along the edges only, by who holds what they take', () => {
    forAnyLife(({ steps }) => {
      for (const { before, command, decided, after } of steps) {
        let status = before.status;
        for (const event of decided) {
          if (event.type !== 'status_changed') continue;
          expect(event.from).toBe(status);
          const needed = neededFor(r5[event.from][event.to]);
          expect(needed?.every((permission) => holds(command.actor, permission))).toBe(true);
          status = event.to;
        }
        expect(after.status).toBe(status);
      }
    });
  });

  it('R6: an open ticket has no assignee, and a start by a person names one', () => {
    forAnyLife(({ steps }) => {
      for (const { before, command, after } of steps) {
        if (after.status === 'open') expect(after.assigneeId).toBeNull();
        const started = before.status === 'open' && after.status === 'in_progress';
        const released = command.changes.some((change) => change.kind === 'assign' && change.to === null);
        if (started && command.actor.kind === 'user' && !released) expect(after.assigneeId).not.toBeNull();
      }
    });
  });

  it('R3, R7: who has not tickets:manage says things and moves nothing', () => {
    const sayings = ['comment_added', 'resolution_answered', 'withdrawal_requested', 'command_refused'];
    forAnyLife(({ steps }) => {
      for (const { before, command, decided } of steps) {
        if (holds(command.actor, 'tickets:manage')) continue;
        for (const event of decided) {
          expect(sayings).toContain(event.type);
          if (event.type === 'command_refused') continue;
          expect(personOf(command.actor)).toBe(before.reporterId);
          if (event.type === 'comment_added') expect(event).toMatchObject({ visibility: 'external', side: 'reporter' });
        }
      }
    });
  });

  it('a final ticket never changes but for the sequence of refused signals', () => {
    forAnyLife(({ steps }) => {
      for (const { before, decided, after } of steps) {
        if (!isFinished(before)) continue;
        expect(decided).toMatchObject([{ type: 'command_refused' }]);
        expect(after).toEqual({ ...before, sequence: before.sequence + 1 });
      }
    });
  });

  it('apply over all saved events gives the same ticket as step by step, also read back from JSON', () => {
    forAnyLife(({ history, last }) => {
      expect(applyAll(null, history)).toEqual(last);
      expect(applyAll(null, JSON.parse(JSON.stringify(history)) as SavedEvent[])).toEqual(last);
      expect(history.map((event) => event.sequence)).toEqual(history.map((_, index) => index + 1));
    });
  });

  it('what the ticket says of itself agrees with its history', () => {
    forAnyLife(({ steps, last }) => {
      const moves = steps.flatMap(({ decided }) => decided.filter((event) => event.type === 'status_changed'));
      const reopened = moves.filter(({ from, to }) => from === 'resolved' && to === 'in_progress');
      expect(last.reopenedCount).toBe(reopened.length);
      expect(last.finishedAt !== null).toBe(isFinished(last));
      if (isFinished(last)) expect(last.waitingFor).toBeNull();
      expect(last.waitingSince === null).toBe(last.waitingFor === null);
      if (last.status === 'open' || last.status === 'in_progress') {
        expect(last).toMatchObject({ resolvedAt: null, resolutionAnswer: null });
      }
    });
  });

  it('R27, R30: each asset is linked once, and the movement is one of theirs; only agents change either', () => {
    forAnyLife(({ steps }) => {
      for (const { before, command, after } of steps) {
        expect(new Set(after.assetIds).size).toBe(after.assetIds.length);
        if (after.movement !== null) expect(after.assetIds).toContain(after.movement.assetId);
        const changed = before.assetIds.join() !== after.assetIds.join() || before.movement?.id !== after.movement?.id;
        if (changed) expect([holds(command.actor, 'tickets:manage'), isFinished(before)]).toEqual([true, false]);
      }
    });
  });

  it('R16: a command mails each person once at most, and refused ones nobody', () => {
    forAnyLife(({ steps }) => {
      for (const { decided, after } of steps) {
        const recipients = noticesFor(after, decided)
          .filter(({ toldAlready }) => toldAlready !== true)
          .map(({ to }) => (to.kind === 'queue' ? 'queue' : to.id));
        expect(recipients).toEqual([...new Set(recipients)]);
        if (decided.some((event) => event.type === 'command_refused')) expect(recipients).toEqual([]);
      }
    });
  });
});

describe('whatever words come from outside', () => {
  it('a command is accepted or refused with a code of the closed union; it never throws', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 4 }), wildCommands, (asked, wild) => {
        const { last } = live(asked);
        const outcome = decide(last, wild, minute(60));
        if (outcome.ok) return;
        expect(refusalCodes).toContain(outcome.refusal.code);
        expect(wordsOfRefusal(outcome.refusal)).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });

  it('no unknown word gets into the history', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 4 }), wildCommands, (asked, wild) => {
        const { last } = live(asked);
        const outcome = decide(last, wild, minute(60));
        for (const event of outcome.ok ? outcome.value : []) expect(usesKnownWords(event)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

function usesKnownWords(event: DecidedEvent): boolean {
  switch (event.type) {
    case 'status_changed':
      return states.includes(event.to) && (event.reasonCode === null || cancelReasons.includes(event.reasonCode));
    case 'comment_added':
      return event.visibility === 'internal' || event.visibility === 'external';
    case 'type_edited':
      return ticketTypes.includes(event.to);
    case 'priority_edited':
      return priorities.includes(event.to);
    case 'resolution_answered':
      return resolutionAnswers.includes(event.answer);
    default:
      return true;
  }
}
