import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import { decide } from '../../src/domain/decide.ts';
import { agentPermissions, type Permission } from '../../src/domain/permissions.ts';
import { spelledOut } from '../../src/domain/spelled-out.ts';
import { isFinal, type Status, statuses, transitions } from '../../src/domain/status.ts';
import { ticketTypes } from '../../src/domain/ticket.ts';
import { aCommand, anAgent, anIntegration, aReporter, aTicket, ids, now } from '../support/builders.ts';
import { type Cell, neededFor, permissionSets, r5, states } from './state-machine.ts';

/** An actor of one kind, with what it holds and whether it reported the ticket. */
type Case = Readonly<{ name: string; actor: Actor; holds: readonly Permission[]; reported: boolean }>;

const everything: readonly Permission[] = ['tickets:create', 'tickets:manage', 'tickets:close'];

const cases: readonly Case[] = [
  ...permissionSets.flatMap((holds): Case[] => {
    const set = `{${holds.join(', ')}}`;
    return [
      { name: `a user ${set}`, actor: anAgent({ permissions: holds }), holds, reported: false },
      { name: `the reporter ${set}`, actor: aReporter({ permissions: holds }), holds, reported: true },
      { name: `an integration ${set}`, actor: anIntegration({ permissions: holds }), holds, reported: false },
    ];
  }),
  { name: 'the mail link of the reporter', actor: { kind: 'mail_link', id: ids.reporter }, holds: [], reported: true },
  { name: 'the mail link of an agent', actor: { kind: 'mail_link', id: ids.agent }, holds: [], reported: false },
  { name: 'the system', actor: { kind: 'system', name: 'setup' }, holds: everything, reported: false },
  { name: 'an operator', actor: { kind: 'operator', name: 'olga' }, holds: everything, reported: false },
];

/** What R5 and R7 say must come of it: `moved`, `unchanged`, or the code of the refusal with the permission it misses. */
function expected(cell: Cell, { holds, reported }: Case): string {
  if (!holds.includes('tickets:manage')) return reported ? 'forbidden: tickets:manage' : 'not_found';
  if (cell === 'stays') return 'unchanged';
  if (cell === 'final') return 'ticket_finished';
  const needed = neededFor(cell);
  if (needed === null) return 'transition_not_allowed';
  const missing = needed.find((permission) => !holds.includes(permission));
  return missing === undefined ? 'moved' : `forbidden: ${missing}`;
}

/** What the code makes of it, in the same words. */
function actual(from: Status, to: Status, actor: Actor): string {
  const command = aCommand({ actor, changes: [{ kind: 'set_status', to }] });
  const decided = decide(aTicket({ status: from }), command, now);
  if (!decided.ok) {
    const permission = decided.refusal.details?.['permission'];
    return permission === undefined ? decided.refusal.code : `${decided.refusal.code}: ${permission}`;
  }
  const moves = decided.value.filter((event) => event.type === 'status_changed');
  if (moves.length === 0) return decided.value.length === 0 ? 'unchanged' : 'something else';
  return moves.length === 1 && moves[0]?.from === from && moves[0].to === to ? 'moved' : 'something else';
}

const cells = states.flatMap((from) => states.map((to) => ({ from, to, cell: r5[from][to] })));

describe('R5: the state machine, cell by cell, for every permission set and kind of actor', () => {
  it.each(cells)('$from to $to: $cell', ({ from, to, cell }) => {
    const wanted = Object.fromEntries(cases.map((each) => [each.name, expected(cell, each)]));
    const found = Object.fromEntries(cases.map((each) => [each.name, actual(from, to, each.actor)]));
    expect(found).toEqual(wanted);
  });

  it('has seven edges and no other, with the permissions that each takes', () => {
    const wanted = cells.flatMap(({ from, to, cell }) => {
      const needs = neededFor(cell);
      return needs === null ? [] : [{ from, to, needs }];
    });
    expect(wanted).toHaveLength(7);
    expect([...transitions].toSorted(byEdge)).toEqual(wanted.toSorted(byEdge));
  });
});

describe('states', () => {
  it('are the five of R5, of which closed and cancelled are final', () => {
    expect([...statuses].toSorted()).toEqual([...states].toSorted());
    expect(states.filter(isFinal)).toEqual(['closed', 'cancelled']);
  });

  it('have words for operators', () => {
    expect(states.map(spelledOut)).toEqual(['Open', 'In progress', 'Resolved', 'Closed', 'Cancelled']);
    expect(ticketTypes.map(spelledOut)).toEqual(['Incident', 'Service request']);
  });
});

describe('R9: the group ITSM Agent', () => {
  it('holds the three permissions of R8 and no other', () => {
    expect([...agentPermissions].toSorted()).toEqual([...everything].toSorted());
  });
});

type Edge = Readonly<{ from: Status; to: Status }>;

function byEdge(a: Edge, b: Edge): number {
  return `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`);
}
