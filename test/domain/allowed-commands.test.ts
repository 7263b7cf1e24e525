import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allowedCommands, type Offer, offers } from '../../src/domain/allowed-commands.ts';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import { resolutionAnswers, type Ticket } from '../../src/domain/ticket.ts';
import { aCommand, anAgent, anIntegration, aReporter, aTicket, ids, now } from '../support/builders.ts';
import { actors } from './arbitraries.ts';
import { states } from './state-machine.ts';

const withoutClose = anAgent({ permissions: ['tickets:create', 'tickets:manage'] });

/** By hand from R5, R6 and R7: what each actor is offered, status by status. */
const table: [string, Actor, Record<Ticket['status'], Offer[]>][] = [
  [
    'an agent',
    anAgent(),
    {
      open: ['start', 'assign', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      in_progress: ['assign', 'give_back', 'resolve', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      resolved: ['assign', 'give_back', 'close', 'reopen', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      closed: [],
      cancelled: [],
    },
  ],
  [
    'an agent without tickets:close',
    withoutClose,
    {
      open: ['start', 'assign', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      in_progress: ['assign', 'give_back', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
      resolved: ['assign', 'give_back', 'reply', 'note', 'edit', 'change_assets'],
      closed: [],
      cancelled: [],
    },
  ],
  [
    'the reporter',
    aReporter({ permissions: [] }),
    {
      open: ['reply', 'request_withdrawal'],
      in_progress: ['reply', 'request_withdrawal'],
      resolved: ['reply', 'confirm_solved', 'say_still_broken'],
      closed: [],
      cancelled: [],
    },
  ],
  [
    'an agent who has reported the ticket',
    anAgent({ id: ids.reporter }),
    {
      open: ['start', 'assign', 'cancel', 'reply', 'note', 'edit', 'change_assets', 'request_withdrawal'],
      in_progress: [
        'assign',
        'give_back',
        'resolve',
        'cancel',
        'reply',
        'note',
        'edit',
        'change_assets',
        'request_withdrawal',
      ],
      resolved: [
        'assign',
        'give_back',
        'close',
        'reopen',
        'cancel',
        'reply',
        'note',
        'edit',
        'change_assets',
        'confirm_solved',
        'say_still_broken',
      ],
      closed: [],
      cancelled: [],
    },
  ],
  [
    'a stranger',
    aReporter({ id: ids.stranger, permissions: ['tickets:create', 'tickets:close'] }),
    { open: [], in_progress: [], resolved: [], closed: [], cancelled: [] },
  ],
];

describe('what is offered', () => {
  const cells = table.flatMap(([name, actor, wanted]) =>
    states.map((status) => ({ name, actor, status, wanted: wanted[status] })),
  );

  it.each(cells)('to $name on a ticket $status: $wanted', ({ actor, status, wanted }) => {
    expect(allowedCommands(aTicket({ status }), actor).toSorted()).toEqual(wanted.toSorted());
  });

  it('is the same to an integration as to an agent with the same permissions', () => {
    for (const status of states) {
      expect(allowedCommands(aTicket({ status }), anIntegration())).toEqual(
        allowedCommands(aTicket({ status }), anAgent()),
      );
    }
  });

  it('leaves out what would change nothing', () => {
    expect(allowedCommands(aTicket({ status: 'in_progress', assigneeId: null }), anAgent())).not.toContain('give_back');
    expect(allowedCommands(aTicket({ withdrawalRequestedAt: now }), aReporter())).not.toContain('request_withdrawal');
    const solved = aTicket({ status: 'resolved', resolutionAnswer: 'solved' });
    expect(allowedCommands(solved, aReporter())).toEqual(['reply', 'say_still_broken']);
  });
});

/** Each offer as somebody would really carry it out. Reopening and starting are the same wish on different tickets. */
const carriedOut: Readonly<Record<Offer, (ticket: Ticket) => Change | null>> = {
  start: ({ status }) => (status === 'open' ? { kind: 'set_status', to: 'in_progress' } : null),
  assign: ({ assigneeId }) => ({ kind: 'assign', to: assigneeId === ids.agent ? ids.otherAgent : ids.agent }),
  give_back: () => ({ kind: 'assign', to: null }),
  resolve: ({ status }) =>
    status === 'resolved' ? null : { kind: 'set_status', to: 'resolved', solution: 'New toner' },
  close: () => ({ kind: 'set_status', to: 'closed' }),
  reopen: ({ status }) => (status === 'resolved' ? { kind: 'set_status', to: 'in_progress', reason: 'Smoke' } : null),
  cancel: () => ({ kind: 'set_status', to: 'cancelled', reasonCode: 'withdrawn' }),
  reply: () => ({ kind: 'comment', visibility: 'external', body: 'A reply' }),
  note: () => ({ kind: 'comment', visibility: 'internal', body: 'A note' }),
  edit: ({ priority }) => ({ kind: 'edit', priority: priority === 'low' ? 'high' : 'low' }),
  change_assets: ({ assetIds }) => ({ kind: 'set_assets', assetIds: assetIds.length === 0 ? [ids.asset] : [] }),
  confirm_solved: () => ({ kind: 'answer_resolution', answer: 'solved' }),
  say_still_broken: () => ({ kind: 'answer_resolution', answer: 'still_broken', body: 'Smoke' }),
  request_withdrawal: () => ({ kind: 'request_withdrawal' }),
};

describe('allowedCommands', () => {
  it('offers exactly what decide accepts, to anybody on any ticket', () => {
    const tickets = fc
      .record({
        status: fc.constantFrom(...states),
        assigneeId: fc.option(fc.constantFrom(ids.agent, ids.otherAgent, ids.reporter)),
        resolutionAnswer: fc.option(fc.constantFrom(...resolutionAnswers)),
        withdrawalRequestedAt: fc.option(fc.constant(now)),
        priority: fc.constantFrom('low', 'urgent'),
      })
      .map((fields) => aTicket(fields.status === 'open' ? { ...fields, assigneeId: null } : fields));
    fc.assert(
      fc.property(tickets, actors, (ticket, actor) => {
        const possible = offers.filter((offer) => {
          const change = carriedOut[offer](ticket);
          if (change === null) return false;
          const decided = decide(ticket, aCommand({ actor, changes: [change] }), now);
          return decided.ok && decided.value.length > 0;
        });
        expect(allowedCommands(ticket, actor)).toEqual(possible);
      }),
      { numRuns: 1000 },
    );
  });
});
