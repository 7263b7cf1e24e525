import { describe, expect, it } from '@jest/globals';
import { apply } from '../../../src/domain/apply.ts';
import type { Change } from '../../../src/domain/command.ts';
import { decide } from '../../../src/domain/decide.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { deskStatusOf } from '../../../web/desk/desk-status.ts';
import { aCommand, anAgent, aReporter, aTicket, now, saved } from '../../support/builders.ts';

const agent = anAgent();
const reporter = aReporter();

function after(ticket: Ticket, actor: typeof agent, ...changes: Change[]): Ticket {
  const decided = decide(ticket, aCommand({ actor, changes }), now);
  if (!decided.ok) throw new Error(decided.refusal.key);
  return saved(decided.value, { ticket, actor }).reduce<Ticket>(apply, ticket);
}

const label = (ticket: Ticket) => translatorFor('en').t(deskStatusOf(ticket).label);
const say = (body: string): Change => ({ kind: 'comment', visibility: 'external', body });
const ask = (body: string): Change => ({ ...say(body), expectsAnswer: true }) as Change;

describe('The status in a reporter’s words (R24)', () => {
  it('begins with "Received" and goes on to "Being worked on"', () => {
    expect(label(aTicket())).toBe('Received');
    expect(label(after(aTicket(), agent, { kind: 'set_status', to: 'in_progress' }))).toBe('Being worked on');
  });

  it('is "Waiting for you" while a question is unanswered, then "With the support team"', () => {
    const asked = after(aTicket({ status: 'in_progress' }), agent, ask('Which printer?'));
    expect(label(asked)).toBe('Waiting for you');
    expect(label(after(asked, reporter, say('The big one.')))).toBe('With the support team');
  });

  it('is not "Waiting for you" after a message that asks nothing', () => {
    const found = say('The cause is found. It will take half an hour.');
    expect(label(after(aTicket({ status: 'in_progress' }), agent, found))).toBe('Being worked on');
    expect(label(after(aTicket(), agent, found))).toBe('Received');
    const resolved = after(aTicket({ status: 'in_progress' }), agent, { kind: 'set_status', to: 'resolved' });
    expect(label(after(resolved, agent, found))).toBe('Solved? Please confirm');
    const asked = after(aTicket({ status: 'in_progress' }), agent, ask('Which printer?'));
    expect(label(after(asked, agent, found))).toBe('Waiting for you');
  });

  it('asks for confirmation until the solution is answered, in whichever way', () => {
    const resolved = after(aTicket({ status: 'in_progress' }), agent, { kind: 'set_status', to: 'resolved' });
    expect(label(resolved)).toBe('Solved? Please confirm');
    const solved = after(resolved, reporter, { kind: 'answer_resolution', answer: 'solved' });
    expect(label(solved)).toBe('With the support team');
    const broken = after(resolved, reporter, {
      kind: 'answer_resolution',
      answer: 'still_broken',
      body: 'Still smoke.',
    });
    expect(label(broken)).toBe('With the support team');
    expect(label(after(broken, agent, ask('And now?')))).toBe('Waiting for you');
  });

  it('is not changed by an internal note (R3)', () => {
    for (const status of ['open', 'in_progress', 'resolved'] as const) {
      const ticket = aTicket({ status });
      const noted = after(ticket, agent, { kind: 'comment', visibility: 'internal', body: 'Difficult person.' });
      expect(deskStatusOf(noted)).toEqual(deskStatusOf(ticket));
    }
  });

  it('ends with "Closed" or "Cancelled"', () => {
    expect(label(aTicket({ status: 'closed' }))).toBe('Closed');
    expect(label(aTicket({ status: 'cancelled' }))).toBe('Cancelled');
  });
});
