import { describe, expect, it } from '@jest/globals';
import { statuses } from '../../src/domain/status.ts';
import { cancelReasons } from '../../src/domain/ticket.ts';
import { anAgent, aReporter, aTicket } from '../support/builders.ts';
import { events, refusal } from './deciding.ts';
import { wordsOfRefusal } from '../support/refusal-words.ts';

const agent = anAgent();
const withoutClose = anAgent({ permissions: ['tickets:create', 'tickets:manage'] });

describe('R5: changing status', () => {
  it('refuses to close a ticket that is not resolved, naming where it is', () => {
    for (const status of ['open', 'in_progress'] as const) {
      expect(refusal(aTicket({ status }), agent, { kind: 'set_status', to: 'closed' })).toMatchObject({
        code: 'transition_not_allowed',
        field: 'status',
        details: { status, to: 'closed' },
      });
    }
  });

  it('refuses to reopen a closed or cancelled ticket and points to a follow-up', () => {
    for (const status of ['closed', 'cancelled'] as const) {
      const no = refusal(aTicket({ status }), agent, { kind: 'set_status', to: 'in_progress' });
      expect(no).toMatchObject({ code: 'ticket_finished', details: { status } });
      expect(wordsOfRefusal(no)).toContain('follow-up');
    }
  });

  it('never goes back to open', () => {
    for (const status of ['in_progress', 'resolved'] as const) {
      const no = refusal(aTicket({ status }), agent, { kind: 'set_status', to: 'open' });
      expect(no.code).toBe('transition_not_allowed');
    }
  });

  it('lets an agent without tickets:close cancel work in progress, but not a resolved ticket', () => {
    const cancel = { kind: 'set_status', to: 'cancelled' } as const;
    expect(events(aTicket({ status: 'in_progress' }), withoutClose, cancel)).toHaveLength(1);
    expect(refusal(aTicket({ status: 'resolved' }), withoutClose, cancel)).toMatchObject({
      code: 'forbidden',
      details: { permission: 'tickets:close' },
    });
  });

  it('keeps the assignee when it resolves, closes, reopens or cancels', () => {
    const moves = [
      ['in_progress', 'resolved'],
      ['resolved', 'closed'],
      ['resolved', 'in_progress'],
      ['in_progress', 'cancelled'],
    ] as const;
    for (const [status, to] of moves) {
      expect(events(aTicket({ status }), agent, { kind: 'set_status', to })).toEqual([
        { type: 'status_changed', from: status, to, reason: null, reasonCode: null },
      ]);
    }
  });

  it('refuses a status that does not exist, also one named like a property of every object', () => {
    for (const to of ['reopened', '', 'constructor', 'toString', '__proto__', 'OPEN']) {
      const no = refusal(aTicket(), agent, { kind: 'set_status', to: to as 'open' });
      expect(no).toMatchObject({ code: 'malformed', field: 'status' });
    }
  });
});

describe('R5: the words that a change of status carries', () => {
  const inProgress = aTicket({ status: 'in_progress' });
  const resolved = aTicket({ status: 'resolved' });

  it('saves a solution as an external reply marked so, before the ticket is resolved', () => {
    const solution = ' Paper tray emptied.\r\nTry again. ';
    expect(events(inProgress, agent, { kind: 'set_status', to: 'resolved', solution })).toEqual([
      {
        type: 'comment_added',
        visibility: 'external',
        side: 'agent',
        solution: true,
        body: 'Paper tray emptied.\nTry again.',
      },
      { type: 'status_changed', from: 'in_progress', to: 'resolved', reason: null, reasonCode: null },
    ]);
  });

  it.each(cancelReasons)('cancels with the code %s and a reason', (reasonCode) => {
    const change = { kind: 'set_status', to: 'cancelled', reason: 'See TKT-000007', reasonCode } as const;
    expect(events(aTicket(), agent, change)).toEqual([
      { type: 'status_changed', from: 'open', to: 'cancelled', reason: 'See TKT-000007', reasonCode },
    ]);
  });

  it('reopens with a reason', () => {
    expect(events(resolved, agent, { kind: 'set_status', to: 'in_progress', reason: 'Smokes again' })).toEqual([
      { type: 'status_changed', from: 'resolved', to: 'in_progress', reason: 'Smokes again', reasonCode: null },
    ]);
  });

  it('refuses a solution with anything but resolving', () => {
    for (const to of ['closed', 'cancelled', 'in_progress'] as const) {
      expect(refusal(resolved, agent, { kind: 'set_status', to, solution: 'x' })).toMatchObject({
        code: 'malformed',
        field: 'solution',
      });
    }
  });

  it('refuses a reason with resolving, closing or starting', () => {
    const moves = [
      [inProgress, 'resolved'],
      [resolved, 'closed'],
      [aTicket(), 'in_progress'],
    ] as const;
    for (const [ticket, to] of moves) {
      expect(refusal(ticket, agent, { kind: 'set_status', to, reason: 'x' })).toMatchObject({
        code: 'malformed',
        field: 'reason',
      });
    }
  });

  it('refuses a reason code with anything but cancelling, and one that does not exist', () => {
    const other = { kind: 'set_status', to: 'in_progress', reasonCode: 'other' } as const;
    const unknown = { kind: 'set_status', to: 'cancelled', reasonCode: 'boredom' as 'other' } as const;
    expect(refusal(resolved, agent, other)).toMatchObject({ code: 'malformed', field: 'reason_code' });
    expect(refusal(aTicket(), agent, unknown)).toMatchObject({ code: 'malformed', field: 'reason_code' });
  });

  it('refuses blank words and names their field', () => {
    expect(refusal(inProgress, agent, { kind: 'set_status', to: 'resolved', solution: ' \n' })).toMatchObject({
      code: 'malformed',
      field: 'solution',
    });
    expect(refusal(resolved, agent, { kind: 'set_status', to: 'cancelled', reason: '' })).toMatchObject({
      code: 'malformed',
      field: 'reason',
    });
  });

  it('refuses a solution for a ticket that is resolved already, instead of losing it without a word', () => {
    const change = { kind: 'set_status', to: 'resolved', solution: 'Another solution' } as const;
    expect(refusal(resolved, agent, change).code).toBe('transition_not_allowed');
  });
});

describe('R7: only agents change status', () => {
  it.each(statuses)('refuses every change of status to the reporter of a ticket that is %s', (status) => {
    for (const to of statuses) {
      const no = refusal(aTicket({ status }), aReporter(), { kind: 'set_status', to });
      expect(no).toMatchObject({ code: 'forbidden', details: { permission: 'tickets:manage' } });
    }
  });

  it('does not take tickets:close alone for an agent', () => {
    const reporter = aReporter({ permissions: ['tickets:create', 'tickets:close'] });
    const no = refusal(aTicket({ status: 'resolved' }), reporter, { kind: 'set_status', to: 'closed' });
    expect(no.code).toBe('forbidden');
  });
});
