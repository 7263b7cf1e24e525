import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change } from '../../src/domain/command.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { refusedSignal } from '../../src/domain/decide.ts';
import type { DecidedEvent } from '../../src/domain/event.ts';
import { isOwnAction, type MailEvent, noticesFor } from '../../src/domain/notices.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import {
  aCommand,
  aCreateCommand,
  anAgent,
  anIntegration,
  applyAll,
  aReporter,
  aTicket,
  ids,
  saved,
} from '../support/builders.ts';
import { accepted, events } from './deciding.ts';

const agent = anAgent();
const reply: Change = { kind: 'comment', visibility: 'external', body: 'the reply' };
const note: Change = { kind: 'comment', visibility: 'internal', body: 'the note' };
const resolve: Change = { kind: 'set_status', to: 'resolved', solution: 'the solution' };
const start: Change = { kind: 'set_status', to: 'in_progress' };
const assign: Change = { kind: 'assign', to: ids.otherAgent };

const queue = 'queue';
const inProgress = aTicket({ status: 'in_progress' });
const resolved = aTicket({ status: 'resolved' });

/** The words of an event that a mail shows. */
function wordsOf(event: DecidedEvent | undefined): string | null {
  if (event?.type === 'comment_added') return event.body;
  if (event?.type === 'status_changed') return event.reason;
  return event?.type === 'created' ? event.description : null;
}

/** The mails that follow, each as event, recipient and words; the words of a mail come from the command's own events. */
function mails(ticket: Ticket, actor: Actor, ...changes: Change[]): [MailEvent, string, string | null][] {
  const decided = events(ticket, actor, ...changes);
  return told(applyAll(ticket, saved(decided, { ticket, actor })), decided);
}

function told(after: Ticket, decided: DecidedEvent[]): [MailEvent, string, string | null][] {
  return noticesFor(after, decided)
    .filter(({ toldAlready }) => toldAlready !== true)
    .map(({ event, to, textIndex }) => [
      event,
      to.kind === 'queue' ? queue : to.id,
      textIndex === null ? null : wordsOf(decided[textIndex]),
    ]);
}

describe('R16: the six events and whom they tell', () => {
  it('ticket.created tells the reporter and the queue, with the description', () => {
    const decided = accepted(decideCreation(aCreateCommand()));
    expect(told(applyAll(null, saved(decided, { ticket: null })), decided)).toEqual([
      ['ticket.created', ids.reporter, 'There is smoke.'],
      ['ticket.created', queue, 'There is smoke.'],
    ]);
  });

  it('ticket.assigned tells the assigned agent', () => {
    expect(mails(inProgress, agent, assign)).toEqual([['ticket.assigned', ids.otherAgent, null]]);
  });

  it('ticket.comment_added tells the reporter of a public reply', () => {
    expect(mails(inProgress, agent, reply)).toEqual([['ticket.comment_added', ids.reporter, 'the reply']]);
    expect(mails(inProgress, anIntegration(), reply)).toEqual([['ticket.comment_added', ids.reporter, 'the reply']]);
  });

  it("ticket.comment_added tells the assignee, or without one the queue, of the reporter's words", () => {
    const mail = ['ticket.comment_added', ids.agent, 'the reply'];
    expect(mails(inProgress, aReporter(), reply)).toEqual([mail]);
    expect(mails(inProgress, { kind: 'mail_link', id: ids.reporter }, reply)).toEqual([mail]);
    expect(mails(aTicket(), aReporter(), reply)).toEqual([['ticket.comment_added', queue, 'the reply']]);
  });

  it('ticket.resolved and ticket.closed tell the reporter', () => {
    expect(mails(inProgress, agent, resolve)).toEqual([['ticket.resolved', ids.reporter, 'the solution']]);
    expect(mails(resolved, agent, { kind: 'set_status', to: 'closed' })).toEqual([
      ['ticket.closed', ids.reporter, null],
    ]);
  });

  it('ticket.status_changed tells the reporter of every other change, with its reason', () => {
    const changed = (words: string | null) => [['ticket.status_changed', ids.reporter, words]];
    expect(mails(resolved, agent, { ...start, reason: 'why' })).toEqual(changed('why'));
    expect(mails(resolved, agent, { kind: 'set_status', to: 'cancelled', reason: 'why' })).toEqual(changed('why'));
    expect(mails(aTicket(), agent, { kind: 'set_status', to: 'cancelled' })).toEqual(changed(null));
    expect(mails(aTicket(), anIntegration(), start)).toEqual(changed(null));
  });

  it('tells nobody of notes, edits, giving back, wordless answers and refused signals', () => {
    expect(mails(inProgress, agent, note, { kind: 'edit', title: 'x', description: 'x', priority: 'high' })).toEqual(
      [],
    );
    expect(mails(inProgress, agent, { kind: 'assign', to: null })).toEqual([]);
    expect(mails(resolved, aReporter(), { kind: 'answer_resolution', answer: 'solved' })).toEqual([]);
    expect(mails(inProgress, aReporter(), { kind: 'request_withdrawal' })).toEqual([]);
    expect(noticesFor(resolved, refusedSignal(aCommand({ changes: [reply] }), 'forbidden'))).toEqual([]);
  });

  it('tells the agents what the reporter says to a resolution', () => {
    const broken: Change = { kind: 'answer_resolution', answer: 'still_broken', body: 'no' };
    expect(mails(resolved, aReporter(), broken)).toEqual([['ticket.comment_added', ids.agent, 'no']]);
  });
});

describe('one mail per person and command', () => {
  it('a reply sent together with a change of status makes one, which carries the reply', () => {
    expect(mails(resolved, agent, reply, { kind: 'set_status', to: 'closed' })).toEqual([
      ['ticket.closed', ids.reporter, 'the reply'],
    ]);
  });

  it('a solution is the words of its mail, also beside a reply', () => {
    expect(mails(inProgress, agent, reply, resolve)).toEqual([['ticket.resolved', ids.reporter, 'the solution']]);
  });

  it('an internal note never gets into a mail', () => {
    expect(mails(inProgress, agent, note, { kind: 'set_status', to: 'cancelled' })).toEqual([
      ['ticket.status_changed', ids.reporter, null],
    ]);
  });

  it('several assignments, or several words, are told as the last one', () => {
    const toAgent: Change = { kind: 'assign', to: ids.agent };
    expect(mails(inProgress, agent, toAgent, { kind: 'assign', to: ids.stranger }, assign)).toEqual([
      ['ticket.assigned', ids.otherAgent, null],
    ]);
    expect(mails(inProgress, agent, assign, { kind: 'assign', to: null })).toEqual([]);
    const more: Change = { kind: 'comment', visibility: 'external', body: 'and more' };
    expect(mails(inProgress, aReporter(), reply, more)).toEqual([['ticket.comment_added', ids.agent, 'and more']]);
    expect(mails(inProgress, agent, reply, more)).toEqual([['ticket.comment_added', ids.reporter, 'and more']]);
  });

  it('several changes of status are told as the last one', () => {
    const close: Change = { kind: 'set_status', to: 'closed' };
    expect(mails(inProgress, agent, resolve, close)).toEqual([['ticket.closed', ids.reporter, 'the solution']]);
  });

  it('an assignment that starts the ticket tells reporter and agent once each', () => {
    expect(mails(aTicket(), agent, assign, reply)).toEqual([
      ['ticket.status_changed', ids.reporter, 'the reply'],
      ['ticket.assigned', ids.otherAgent, null],
    ]);
  });

  it('somebody who is reporter and new assignee gets one', () => {
    const toReporter: Change = { kind: 'assign', to: ids.reporter };
    const recipients = (found: [MailEvent, string, string | null][]) => found.map(([, to]) => to);
    expect(recipients(mails(aTicket(), agent, toReporter))).toEqual([ids.reporter]);
    expect(recipients(mails(inProgress, agent, toReporter, resolve))).toEqual([ids.reporter]);
    const decided = events(aTicket(), agent, toReporter);
    const kept = noticesFor(applyAll(aTicket(), saved(decided, { ticket: aTicket(), actor: agent })), decided);
    expect(kept.filter(({ toldAlready }) => toldAlready).map(({ event }) => event)).toEqual(['ticket.assigned']);
  });

  it('a new assignee gets one, also of a reporter who is an agent and writes in the same command', () => {
    const found = mails(inProgress, anAgent({ id: ids.reporter }), reply, assign);
    expect(found.map(([, to]) => to)).toEqual([ids.otherAgent]);
  });
});

describe('R17: the audience of a mail, by which its template is chosen', () => {
  const audiences = (after: Ticket, decided: DecidedEvent[]) => noticesFor(after, decided).map(({ to }) => to.audience);

  it('is the reporter for the own ticket, and the agents for queue and assignee', () => {
    const begun = accepted(decideCreation(aCreateCommand()));
    expect(audiences(aTicket(), begun)).toEqual(['reporter', 'agents']);
    expect(audiences(inProgress, events(aTicket(), agent, assign))).toEqual(['reporter', 'agents']);
    expect(audiences(inProgress, events(inProgress, aReporter(), reply))).toEqual(['agents']);
    expect(audiences(aTicket(), events(aTicket(), aReporter(), reply))).toEqual(['agents']);
    expect(audiences(inProgress, events(inProgress, agent, reply))).toEqual(['reporter']);
  });

  it('points to the event that is told', () => {
    const decided = events(inProgress, agent, reply, resolve);
    expect(noticesFor(resolved, decided).map(({ eventIndex }) => decided[eventIndex])).toEqual([decided.at(-1)]);
  });
});

describe('R16: nobody is mailed about what they did themselves', () => {
  it("but for the reporter's receipt of a new ticket", () => {
    expect(isOwnAction('ticket.created', 'reporter', ids.reporter, aReporter())).toBe(false);
    expect(isOwnAction('ticket.created', 'agents', ids.agent, agent)).toBe(true);
    expect(isOwnAction('ticket.assigned', 'agents', ids.agent, agent)).toBe(true);
    expect(isOwnAction('ticket.resolved', 'reporter', ids.reporter, anAgent({ id: ids.reporter }))).toBe(true);
    expect(isOwnAction('ticket.resolved', 'reporter', ids.reporter, agent)).toBe(false);
  });

  it('and a mail link is the person it was sent to, an integration is nobody', () => {
    const mailLink: Actor = { kind: 'mail_link', id: ids.agent };
    expect(isOwnAction('ticket.comment_added', 'agents', ids.agent, mailLink)).toBe(true);
    expect(isOwnAction('ticket.comment_added', 'agents', ids.agent, anIntegration({ id: ids.agent }))).toBe(false);
  });
});
