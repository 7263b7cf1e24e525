import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change, Command } from '../../src/domain/command.ts';
import { areChanges, isCommand } from '../../src/domain/command-shape.ts';
import { decide, refusedSignal } from '../../src/domain/decide.ts';
import { refusalCodes } from '../../src/domain/refusal.ts';
import { aCommand, anAgent, anIntegration, aTicket, ids, now } from '../support/builders.ts';
import { commands, wildCommands } from './arbitraries.ts';
import { states } from './state-machine.ts';

const change: Change = { kind: 'set_status', to: 'in_progress' };
const command = aCommand({ changes: [change] });

/** The command with some of its fields replaced by anything at all. */
function commandWith(fields: Record<string, unknown>): unknown {
  return { ...command, ...fields };
}

describe('what has the shape of a command', () => {
  it('is every command that can be made, also with words that nobody knows', () => {
    fc.assert(fc.property(fc.oneof(commands, wildCommands), (each) => isCommand(each)));
  });

  it('is a command of every kind of actor', () => {
    const actors: Actor[] = [
      anAgent(),
      anIntegration(),
      { kind: 'mail_link', id: ids.reporter },
      { kind: 'system', name: 'setup' },
      { kind: 'operator', name: 'olga' },
    ];
    expect(actors.filter((actor) => !isCommand(commandWith({ actor })))).toEqual([]);
  });

  it('is a command with conditions', () => {
    expect(isCommand(commandWith({ ifVersion: 3, seen: { status: 'open', assigneeId: null } }))).toBe(true);
  });
});

describe('what has not', () => {
  it.each([null, undefined, 'close', 7, true, [], {}, [command]])('%j', (value) => {
    expect(isCommand(value)).toBe(false);
  });

  it.each([
    { id: undefined },
    { id: '' },
    { id: 7 },
    { fingerprint: undefined },
    { actor: undefined },
    { actor: null },
    { actor: 'olga' },
    { actor: { kind: 'god', id: 'x', name: 'x', permissions: [] } },
    { actor: { kind: 'user', permissions: [] } },
    { actor: { kind: 'user', id: 'x' } },
    { actor: { kind: 'user', id: 'x', permissions: 'tickets:manage' } },
    ...[null, 'key', {}, { id: 7 }, { id: 'key' }].map((byKey) => ({
      actor: { kind: 'user', id: ids.agent, permissions: [], byKey },
    })),
    { actor: { kind: 'integration', id: 7, permissions: [] } },
    { actor: { kind: 'mail_link' } },
    { actor: { kind: 'operator', id: 'olga' } },
    { actor: { kind: 'system' } },
    { ifVersion: '3' },
    { ifVersion: null },
    { seen: null },
    { seen: 'status' },
    { changes: undefined },
    { changes: [] },
    { changes: change },
    { changes: [change, null] },
  ])('a command with %j', (fields) => {
    expect(isCommand(commandWith(fields))).toBe(false);
  });

  it.each([
    {},
    { kind: 'link_spaceship' },
    { kind: 'constructor' },
    { kind: '__proto__' },
    { kind: 7 },
    { kind: 'set_status' },
    { kind: 'set_status', to: ['closed'] },
    { kind: 'set_status', to: 'resolved', solution: null },
    { kind: 'set_status', to: 'cancelled', reason: 7 },
    { kind: 'set_status', to: 'cancelled', reasonCode: {} },
    { kind: 'assign' },
    { kind: 'assign', to: 7 },
    { kind: 'comment', visibility: 'internal' },
    { kind: 'comment', body: 'x' },
    { kind: 'comment', visibility: 'external', body: 'x', expectsAnswer: null },
    { kind: 'comment', visibility: 'external', body: 'x', expectsAnswer: 'yes' },
    { kind: 'edit', title: 7 },
    { kind: 'edit', description: null },
    { kind: 'edit', type: [] },
    { kind: 'edit', priority: 1 },
    { kind: 'answer_resolution', body: 'x' },
    { kind: 'answer_resolution', answer: 'solved', body: 7 },
    { kind: 'request_withdrawal', body: null },
  ])('a command that asks for %j', (asked) => {
    expect(areChanges([asked])).toBe(false);
    expect(areChanges([change, asked])).toBe(false);
  });
});

describe('whatever comes in', () => {
  /** JSON that begins as a command and has one of its parts replaced by any other JSON. */
  const almost = fc
    .tuple(wildCommands, fc.infiniteStream(fc.boolean()), fc.jsonValue())
    .map(([value, choices, other]) => replaceSomewhere(JSON.parse(JSON.stringify(value)), choices, other));

  it('that passes as a command is accepted or refused on every ticket, and never stops it by throwing', () => {
    fc.assert(
      fc.property(fc.oneof(almost, fc.jsonValue()), fc.constantFrom(...states), (value, status) => {
        if (!isCommand(value)) return;
        const outcome = decide(aTicket({ status }), value, now);
        if (outcome.ok) return;
        expect(refusalCodes).toContain(outcome.refusal.code);
        expect(refusedSignal(value, outcome.refusal.code)).toHaveLength(1);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Walks down from the value, stops somewhere and puts the other value in that place. */
function replaceSomewhere(value: unknown, choices: Iterator<boolean>, other: unknown): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys.find(() => choices.next().value === true) ?? keys.at(-1);
  if (key === undefined) return other;
  const part = (value as Record<string, unknown>)[key];
  const replaced = choices.next().value === true ? other : replaceSomewhere(part, choices, other);
  if (Array.isArray(value)) return value.map((each, index) => (String(index) === key ? replaced : (each as unknown)));
  return { ...(value as Partial<Command>), [key]: replaced };
}
