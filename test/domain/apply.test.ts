import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import { apply } from '../../src/domain/apply.ts';
import type { Change } from '../../src/domain/command.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { refusedSignal } from '../../src/domain/decide.ts';
import { statuses } from '../../src/domain/status.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import {
  aCommand,
  aCreateCommand,
  anAgent,
  applyAll,
  aReporter,
  aTicket,
  ids,
  now,
  saved,
} from '../support/builders.ts';
import { accepted, events } from './deciding.ts';

const agent = anAgent();
const reporter = aReporter();
const at = (hour: number) => `2026-02-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** The ticket after one accepted command at that hour. */
function after(ticket: Ticket, hour: number, actor: Actor, ...changes: Change[]): Ticket {
  return applyAll(ticket, saved(events(ticket, actor, ...changes), { ticket, actor, at: at(hour) }));
}

const reply: Change = { kind: 'comment', visibility: 'external', body: 'x' };
const question: Change = { ...reply, expectsAnswer: true };
const note: Change = { kind: 'comment', visibility: 'internal', body: 'x' };
const to = (status: Ticket['status']): Change => ({ kind: 'set_status', to: status });
const answer = (said: 'solved' | 'still_broken'): Change => ({ kind: 'answer_resolution', answer: said, body: 'x' });

function created(): Ticket {
  return applyAll(null, saved(accepted(decideCreation(aCreateCommand())), { ticket: null, at: at(0) }));
}

describe('a ticket begins', () => {
  it('open, with nobody, waiting for the agents since its creation', () => {
    expect(created()).toMatchObject({
      tenantId: ids.tenant,
      id: ids.ticket,
      number: 'TKT-000001',
      version: 1,
      sequence: 1,
      title: 'The printer is on fire',
      descriptionTextId: 'text-1-description',
      status: 'open',
      priority: 'normal',
      reporterId: ids.reporter,
      assigneeId: null,
      createdAt: at(0),
      updatedAt: at(0),
      lastPublicAt: at(0),
      lastPublicSide: 'reporter',
      waitingFor: 'agent',
      waitingSince: at(0),
      firstPublicReplyAt: null,
      resolvedAt: null,
      finishedAt: null,
      reopenedCount: 0,
    });
  });

  it('only by being created, and only once', () => {
    const [first] = saved(accepted(decideCreation(aCreateCommand())), { ticket: null });
    const [second] = saved([{ type: 'withdrawal_requested' }], { ticket: null });
    expect(() => apply(null, second!)).toThrow('withdrawal_requested');
    expect(() => apply(aTicket(), first!)).toThrow('created');
  });
});

describe('who is waited for, and since when', () => {
  it('turns with each question and each message of the reporter, and not with a second one of the same side', () => {
    let ticket = after(created(), 1, reporter, reply);
    expect(ticket).toMatchObject({
      waitingFor: 'agent',
      waitingSince: at(0),
      lastPublicAt: at(1),
      lastPublicSide: 'reporter',
    });
    ticket = after(ticket, 2, agent, question);
    expect(ticket).toMatchObject({ waitingFor: 'reporter', waitingSince: at(2), lastPublicSide: 'agent' });
    for (const more of [reply, question]) {
      ticket = after(ticket, 3, agent, more);
      expect(ticket).toMatchObject({ waitingFor: 'reporter', waitingSince: at(2), lastPublicAt: at(3) });
    }
    ticket = after(ticket, 4, reporter, reply);
    expect(ticket).toMatchObject({ waitingFor: 'agent', waitingSince: at(4), lastPublicSide: 'reporter' });
  });

  it('is nobody once a reply that asks nothing has answered the reporter (R24)', () => {
    const answered = after(created(), 1, agent, reply);
    expect(answered).toMatchObject({ waitingFor: null, waitingSince: null, lastPublicSide: 'agent' });
    expect(after(answered, 2, agent, reply)).toMatchObject({ waitingFor: null, waitingSince: null });
    expect(after(answered, 2, reporter, reply)).toMatchObject({ waitingFor: 'agent', waitingSince: at(2) });
    expect(after(answered, 2, agent, question)).toMatchObject({ waitingFor: 'reporter', waitingSince: at(2) });
  });

  it('is the reporter after a reply of before replies said whether they ask', () => {
    const [said] = saved(events(created(), agent, reply), { ticket: created(), actor: agent, at: at(1) });
    if (said?.fact.type !== 'comment_added') throw new Error('A reply is a comment');
    const { expectsAnswer, ...before } = said.fact;
    expect(expectsAnswer).toBe(false);
    expect(apply(created(), { ...said, fact: before })).toMatchObject({ waitingFor: 'reporter', waitingSince: at(1) });
  });

  it('does not turn with internal notes, edits and assignments', () => {
    const before = created();
    const ticket = after(before, 1, agent, note, { kind: 'edit', priority: 'high' }, { kind: 'assign', to: ids.agent });
    const { waitingFor, waitingSince, lastPublicAt, lastPublicSide, firstPublicReplyAt } = before;
    expect(ticket).toMatchObject({ waitingFor, waitingSince, lastPublicAt, lastPublicSide, firstPublicReplyAt });
    expect(ticket.updatedAt).toBe(at(1));
  });

  it('turns to the reporter with a resolution and back with either answer, also a wordless one', () => {
    const resolved = after(aTicket({ status: 'in_progress' }), 1, agent, to('resolved'));
    const wordless: Change = { kind: 'answer_resolution', answer: 'solved' };
    expect(after(resolved, 2, reporter, wordless)).toMatchObject({ waitingFor: 'agent', waitingSince: at(2) });
    expect(resolved).toMatchObject({ waitingFor: 'reporter', waitingSince: at(1), resolvedAt: at(1) });
    for (const said of ['solved', 'still_broken'] as const) {
      expect(after(resolved, 2, reporter, answer(said))).toMatchObject({
        waitingFor: 'agent',
        waitingSince: at(2),
        resolutionAnswer: said,
        status: 'resolved',
      });
    }
  });

  it('turns to the agents with "I no longer need this" and with reopening', () => {
    const asked = after(aTicket({ status: 'in_progress' }), 1, agent, question);
    expect(after(asked, 2, reporter, { kind: 'request_withdrawal' })).toMatchObject({
      waitingFor: 'agent',
      waitingSince: at(2),
      withdrawalRequestedAt: at(2),
    });
    expect(after(aTicket({ status: 'resolved' }), 3, agent, to('in_progress'))).toMatchObject({
      waitingFor: 'agent',
      waitingSince: at(3),
    });
  });

  it('is nobody once the ticket is finished', () => {
    const closed = after(aTicket({ status: 'resolved' }), 1, agent, reply, to('closed'));
    const cancelled = after(created(), 1, agent, reply, to('cancelled'));
    for (const ticket of [closed, cancelled]) {
      expect(ticket).toMatchObject({ waitingFor: null, waitingSince: null, finishedAt: at(1) });
    }
  });
});

describe('R2: what is kept from the first day', () => {
  it('the first public reply of the agents, and no later one', () => {
    let ticket = after(created(), 1, reporter, reply);
    ticket = after(ticket, 2, agent, note);
    expect(ticket.firstPublicReplyAt).toBeNull();
    ticket = after(ticket, 3, agent, reply);
    ticket = after(ticket, 4, agent, reply);
    expect(ticket.firstPublicReplyAt).toBe(at(3));
  });

  it('a solution counts as that reply', () => {
    const resolve: Change = { kind: 'set_status', to: 'resolved', solution: 'New toner' };
    const ticket = after(aTicket({ status: 'in_progress' }), 5, agent, resolve);
    expect(ticket).toMatchObject({ firstPublicReplyAt: at(5), lastPublicAt: at(5), lastPublicSide: 'agent' });
  });

  it('how often it was reopened', () => {
    let ticket = after(created(), 1, agent, to('in_progress'));
    expect(ticket.reopenedCount).toBe(0);
    for (const round of [1, 2]) {
      ticket = after(ticket, 2 * round, agent, to('resolved'));
      ticket = after(ticket, 2 * round + 1, agent, to('in_progress'));
      expect(ticket).toMatchObject({ reopenedCount: round, resolvedAt: null });
    }
  });
});

describe('an answer to a resolution', () => {
  it('belongs to that resolution: it goes with reopening, and the next resolution begins unanswered', () => {
    const answered = after(aTicket({ status: 'resolved' }), 1, reporter, answer('still_broken'));
    const reopened = after(answered, 2, agent, to('in_progress'));
    expect(reopened.resolutionAnswer).toBeNull();
    expect(after(reopened, 3, agent, to('resolved'))).toMatchObject({ resolutionAnswer: null, resolvedAt: at(3) });
    expect(after(answered, 2, agent, to('in_progress'), to('resolved')).resolutionAnswer).toBeNull();
  });

  it('stays on the ticket that it closed', () => {
    const answered = after(aTicket({ status: 'resolved' }), 1, reporter, answer('solved'));
    expect(after(answered, 2, agent, to('closed')).resolutionAnswer).toBe('solved');
  });
});

describe('versions', () => {
  it('grow by one with a command, however many events it makes, and the sequence by each', () => {
    const ticket = aTicket({ version: 3, sequence: 5 });
    expect(after(ticket, 1, agent, reply, to('in_progress'))).toMatchObject({ version: 4, sequence: 8 });
  });

  it.each(statuses)('a refused signal touches sequence and nothing else of a ticket %s', (status) => {
    const ticket = aTicket({ status });
    const refused = refusedSignal(aCommand({ changes: [reply] }), 'forbidden');
    expect(applyAll(ticket, saved(refused, { ticket, at: now }))).toEqual({ ...ticket, sequence: ticket.sequence + 1 });
  });

  it('an edit sets what it names', () => {
    const edit: Change = { kind: 'edit', title: 'New', description: 'New', type: 'service_request', priority: 'low' };
    expect(after(aTicket({ sequence: 5 }), 1, agent, edit)).toMatchObject({
      title: 'New',
      descriptionTextId: 'text-7-description',
      type: 'service_request',
      priority: 'low',
      updatedAt: at(1),
    });
  });
});
