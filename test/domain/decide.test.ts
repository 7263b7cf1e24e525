import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import type { Change } from '../../src/domain/command.ts';
import { decide, refusedSignal } from '../../src/domain/decide.ts';
import { statuses } from '../../src/domain/status.ts';
import { aCommand, anAgent, anIntegration, aReporter, aTicket, ids, now } from '../support/builders.ts';
import { accepted, events, kinds, refusal } from './deciding.ts';

const agent = anAgent();
const reply: Change = { kind: 'comment', visibility: 'external', body: 'On my way' };

describe('a command is decided as one', () => {
  it('puts a reply before the change of status that it explains, whichever was asked first', () => {
    const close: Change = { kind: 'set_status', to: 'closed' };
    const decided = events(aTicket({ status: 'resolved' }), agent, close, reply);
    expect(kinds(decided)).toEqual(['comment_added', 'status_changed']);
  });

  it('lets a reply and a solution through together, the solution last', () => {
    const resolve: Change = { kind: 'set_status', to: 'resolved', solution: 'New toner' };
    const decided = events(aTicket({ status: 'in_progress' }), agent, resolve, reply);
    expect(decided).toMatchObject([{ solution: false }, { solution: true }, { to: 'resolved' }]);
  });

  it('decides each change on what the ones before it have made', () => {
    const steps: Change[] = (['in_progress', 'resolved', 'closed'] as const).map((to) => ({ kind: 'set_status', to }));
    const decided = events(aTicket(), agent, ...steps);
    expect(kinds(decided)).toEqual(['assigned', 'status_changed', 'status_changed', 'status_changed']);
    expect(decided.at(-1)).toMatchObject({ from: 'resolved', to: 'closed' });
  });

  it('refuses everything when one of its changes is refused, whichever', () => {
    const good: Change[] = [reply, { kind: 'edit', priority: 'high' }, { kind: 'assign', to: ids.otherAgent }];
    const bad: Change = { kind: 'set_status', to: 'closed' };
    for (let place = 0; place <= good.length; place++) {
      expect(refusal(aTicket(), agent, ...good.toSpliced(place, 0, bad)).code).toBe('transition_not_allowed');
    }
  });

  it('refuses a second final status in the same command', () => {
    const close: Change = { kind: 'set_status', to: 'closed' };
    const no = refusal(aTicket({ status: 'resolved' }), agent, close, { kind: 'set_status', to: 'cancelled' });
    expect(no.code).toBe('ticket_finished');
  });

  it('lets an agent who has reported the ticket confirm and close at once', () => {
    const confirm: Change = { kind: 'answer_resolution', answer: 'solved' };
    const decided = events(
      aTicket({ status: 'resolved' }),
      anAgent({ id: ids.reporter }),
      { kind: 'set_status', to: 'closed' },
      confirm,
    );
    expect(kinds(decided)).toEqual(['resolution_answered', 'status_changed']);
  });

  it('leaves the ticket and the command as they were', () => {
    const ticket = Object.freeze(aTicket());
    const changes = Object.freeze([{ kind: 'set_status', to: 'in_progress' } as const, Object.freeze(reply)]);
    expect(accepted(decide(ticket, Object.freeze(aCommand({ changes })), now))).toHaveLength(3);
  });

  it('refuses a command without changes: a signal that is no command arrives as one', () => {
    expect(refusal(aTicket(), agent).code).toBe('malformed');
    expect(refusal(aTicket(), aReporter({ id: ids.stranger })).code).toBe('not_found');
  });
});

describe('what changes nothing makes no event', () => {
  it.each(['open', 'in_progress', 'resolved'] as const)('%s set to itself', (status) => {
    expect(events(aTicket({ status }), agent, { kind: 'set_status', to: status })).toEqual([]);
  });

  it('an edit to the values that stand there, and an edit of nothing', () => {
    const { title, type, priority } = aTicket();
    expect(events(aTicket(), agent, { kind: 'edit', title: ` ${title}\n`, type, priority })).toEqual([]);
    expect(events(aTicket(), agent, { kind: 'edit' })).toEqual([]);
  });

  it('the same edit a second time in one command', () => {
    const edit: Change = { kind: 'edit', title: 'New', type: 'service_request', priority: 'low' };
    expect(kinds(events(aTicket(), agent, edit, edit))).toEqual(['title_edited', 'type_edited', 'priority_edited']);
  });
});

describe('R22: who may not see a ticket is told that there is none', () => {
  const strangers: Actor[] = [
    aReporter({ id: ids.stranger }),
    anAgent({ id: ids.stranger, permissions: ['tickets:close', 'settings:manage', 'assets:manage'] }),
    anIntegration({ permissions: ['tickets:create'] }),
    anIntegration({ id: ids.reporter, permissions: ['tickets:create'] }),
    { kind: 'mail_link', id: ids.stranger },
  ];

  it.each(statuses)('on a ticket %s, with every change, and before anything else is said of it', (status) => {
    const changes: Change[] = [reply, { kind: 'edit', title: '' }, { kind: 'set_status', to: 'closed' }];
    for (const actor of strangers) {
      for (const change of changes) {
        const command = aCommand({ actor, changes: [change], ifVersion: 99, seen: { title: 'Something else' } });
        expect(decide(aTicket({ status }), command, now)).toEqual({
          ok: false,
          refusal: { code: 'not_found', key: 'refusal.ticket.unknown' },
        });
      }
    }
  });
});

describe('a refused signal', () => {
  it('leaves its code and what was asked in the history, and none of its words', () => {
    const changes: Change[] = [reply, { kind: 'set_status', to: 'closed' }];
    expect(refusedSignal(aCommand({ changes }), 'ticket_finished')).toEqual([
      { type: 'command_refused', code: 'ticket_finished', asked: 'comment, set_status' },
    ]);
  });
});
