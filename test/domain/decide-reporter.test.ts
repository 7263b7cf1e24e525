import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change } from '../../src/domain/command.ts';
import { anAgent, anIntegration, aReporter, aTicket, ids, now } from '../support/builders.ts';
import { events, kinds, refusal } from './deciding.ts';

const reporter = aReporter();
const mailLink: Actor = { kind: 'mail_link', id: ids.reporter };
const solved: Change = { kind: 'answer_resolution', answer: 'solved' };
const broken: Change = { kind: 'answer_resolution', answer: 'still_broken', body: 'Smokes again' };
const withdraw: Change = { kind: 'request_withdrawal' };

function words(side: 'reporter' | 'agent', body: string) {
  return { type: 'comment_added', visibility: 'external', side, solution: false, body };
}

describe('R3: comments', () => {
  const note: Change = { kind: 'comment', visibility: 'internal', body: 'Knows nothing about printers' };
  const reply: Change = { kind: 'comment', visibility: 'external', body: 'Any news?' };

  it('takes the reply of the reporter, signed in or by mail link, as the side of the reporter', () => {
    for (const actor of [reporter, mailLink])
      expect(events(aTicket(), actor, reply)).toEqual([words('reporter', 'Any news?')]);
  });

  it('takes the reply of an agent and of an integration as the side of the agents', () => {
    for (const actor of [anAgent(), anIntegration()])
      expect(events(aTicket(), actor, reply)).toEqual([{ ...words('agent', 'Any news?'), expectsAnswer: false }]);
  });

  it('lets a reply to the reporter ask for an answer (R24), and nothing else', () => {
    const ask = (change: Change): Change => ({ ...change, expectsAnswer: true }) as Change;
    for (const actor of [anAgent(), anIntegration()])
      expect(events(aTicket(), actor, ask(reply))).toMatchObject([{ side: 'agent', expectsAnswer: true }]);
    const asked = [
      refusal(aTicket(), reporter, ask(reply)),
      refusal(aTicket(), anAgent({ id: ids.reporter }), ask(reply)),
      refusal(aTicket(), anAgent(), ask(note)),
    ];
    for (const refused of asked) expect(refused).toMatchObject({ code: 'malformed', field: 'expects_answer' });
    for (const change of [reply, note]) {
      const [said] = events(aTicket(), anAgent({ id: ids.reporter }), { ...change, expectsAnswer: false });
      expect(said).not.toHaveProperty('expectsAnswer');
    }
  });

  it('refuses an internal note of the reporter on every status', () => {
    for (const status of ['open', 'in_progress', 'resolved', 'closed', 'cancelled'] as const) {
      for (const actor of [reporter, mailLink]) {
        expect(refusal(aTicket({ status }), actor, note)).toMatchObject({ code: 'forbidden', field: 'visibility' });
      }
    }
  });

  it('keeps the note of an agent internal, also of one who has reported the ticket', () => {
    for (const id of [ids.agent, ids.reporter]) {
      expect(events(aTicket(), anAgent({ id }), note)).toMatchObject([{ visibility: 'internal', side: 'agent' }]);
    }
  });

  it('takes the public reply of an agent who has reported the ticket as the side of the reporter', () => {
    expect(events(aTicket(), anAgent({ id: ids.reporter }), reply)).toMatchObject([{ side: 'reporter' }]);
  });

  it('refuses a visibility that does not exist, instead of taking it for one of the two', () => {
    const change: Change = { kind: 'comment', visibility: 'public' as 'external', body: 'x' };
    for (const actor of [reporter, anAgent()]) {
      expect(refusal(aTicket(), actor, change)).toMatchObject({ code: 'malformed', field: 'visibility' });
    }
  });

  it('refuses comments on a finished ticket', () => {
    for (const status of ['closed', 'cancelled'] as const) {
      expect(refusal(aTicket({ status }), reporter, reply).code).toBe('ticket_finished');
      expect(refusal(aTicket({ status }), anAgent(), note).code).toBe('ticket_finished');
    }
  });
});

describe('R7: answers to a resolution', () => {
  const resolved = aTicket({ status: 'resolved' });

  it('records "It is solved" without changing the status', () => {
    for (const actor of [reporter, mailLink]) {
      expect(events(resolved, actor, solved)).toEqual([{ type: 'resolution_answered', answer: 'solved' }]);
    }
  });

  it('records "Still broken" with its words as an external comment', () => {
    expect(events(resolved, reporter, broken)).toEqual([
      words('reporter', 'Smokes again'),
      { type: 'resolution_answered', answer: 'still_broken' },
    ]);
  });

  it('keeps the thanks that come with "It is solved"', () => {
    const thanks: Change = { kind: 'answer_resolution', answer: 'solved', body: 'Thank you' };
    expect(kinds(events(resolved, reporter, thanks))).toEqual(['comment_added', 'resolution_answered']);
  });

  it('refuses "Still broken" without words', () => {
    for (const body of [undefined, '', '  \n']) {
      const change: Change = {
        kind: 'answer_resolution',
        answer: 'still_broken',
        ...(body === undefined ? {} : { body }),
      };
      expect(refusal(resolved, reporter, change)).toMatchObject({ code: 'malformed', field: 'body' });
    }
  });

  it('lets the reporter think better of it', () => {
    const answered = aTicket({ status: 'resolved', resolutionAnswer: 'solved' });
    expect(events(answered, reporter, broken).at(-1)).toEqual({ type: 'resolution_answered', answer: 'still_broken' });
  });

  it('makes no event of the same answer twice, but keeps new words', () => {
    expect(events(aTicket({ status: 'resolved', resolutionAnswer: 'solved' }), reporter, solved)).toEqual([]);
    const answered = aTicket({ status: 'resolved', resolutionAnswer: 'still_broken' });
    expect(kinds(events(answered, reporter, broken))).toEqual(['comment_added']);
  });

  it('refuses an answer where nothing is resolved, and on a finished ticket', () => {
    for (const status of ['open', 'in_progress'] as const) {
      expect(refusal(aTicket({ status }), reporter, solved)).toMatchObject({
        code: 'not_resolved',
        details: { status },
      });
    }
    for (const status of ['closed', 'cancelled'] as const) {
      expect(refusal(aTicket({ status }), reporter, broken).code).toBe('ticket_finished');
    }
  });

  it('refuses an answer from anybody but the reporter', () => {
    const others: Actor[] = [anAgent(), anIntegration(), { kind: 'operator', name: 'olga' }];
    for (const actor of others) expect(refusal(resolved, actor, solved).code).toBe('forbidden');
  });

  it('refuses an answer that does not exist, instead of recording it', () => {
    const change: Change = { kind: 'answer_resolution', answer: 'perhaps' as 'solved' };
    expect(refusal(resolved, reporter, change)).toMatchObject({ code: 'malformed', field: 'answer' });
  });
});

describe('R7: "I no longer need this"', () => {
  it('is recorded before a resolution and leaves the status to the agents', () => {
    for (const status of ['open', 'in_progress'] as const) {
      expect(events(aTicket({ status }), reporter, withdraw)).toEqual([{ type: 'withdrawal_requested' }]);
    }
  });

  it('keeps its words as an external comment', () => {
    expect(events(aTicket(), mailLink, { kind: 'request_withdrawal', body: 'Bought a new one' })).toEqual([
      words('reporter', 'Bought a new one'),
      { type: 'withdrawal_requested' },
    ]);
  });

  it('is recorded once', () => {
    expect(events(aTicket({ withdrawalRequestedAt: now }), reporter, withdraw)).toEqual([]);
  });

  it('is refused once a solution is proposed, and on a finished ticket', () => {
    expect(refusal(aTicket({ status: 'resolved' }), reporter, withdraw).code).toBe('transition_not_allowed');
    expect(refusal(aTicket({ status: 'closed' }), reporter, withdraw).code).toBe('ticket_finished');
  });

  it('is refused to anybody but the reporter', () => {
    expect(refusal(aTicket(), anAgent(), withdraw).code).toBe('forbidden');
  });
});
