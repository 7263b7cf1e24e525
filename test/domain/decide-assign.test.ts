import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import { anAgent, anIntegration, aReporter, aTicket, ids } from '../support/builders.ts';
import { events, kinds, refusal } from './deciding.ts';

const agent = anAgent();
const start = { kind: 'set_status', to: 'in_progress' } as const;
const started = { type: 'status_changed', from: 'open', to: 'in_progress', reason: null, reasonCode: null };

describe('R6: assigning', () => {
  it('starts an open ticket when it is assigned', () => {
    expect(events(aTicket(), agent, { kind: 'assign', to: ids.otherAgent })).toEqual([
      { type: 'assigned', from: null, to: ids.otherAgent },
      started,
    ]);
  });

  it('assigns an open ticket to the agent who starts it without naming anybody', () => {
    expect(events(aTicket(), agent, start)).toEqual([{ type: 'assigned', from: null, to: ids.agent }, started]);
  });

  it('assigns an open ticket to nobody where an integration, the system or an operator starts it', () => {
    const actors: Actor[] = [anIntegration(), { kind: 'system', name: 'setup' }, { kind: 'operator', name: 'olga' }];
    for (const actor of actors) expect(events(aTicket(), actor, start)).toEqual([started]);
  });

  it('starts an open ticket for nobody when the command names nobody, in whichever order', () => {
    const nobody = { kind: 'assign', to: null } as const;
    expect(events(aTicket(), agent, nobody, start)).toEqual([started]);
    expect(events(aTicket(), agent, start, nobody)).toEqual([started]);
  });

  it('starts only once when one command assigns and starts, in whichever order', () => {
    const assign = { kind: 'assign', to: ids.otherAgent } as const;
    const wanted = [{ type: 'assigned', from: null, to: ids.otherAgent }, started];
    expect(events(aTicket(), agent, assign, start)).toEqual(wanted);
    expect(events(aTicket(), agent, start, assign)).toEqual(wanted);
  });

  it('assigns and resolves an open ticket in one command, by way of in_progress', () => {
    const resolve = { kind: 'set_status', to: 'resolved' } as const;
    const decided = events(aTicket(), agent, resolve, { kind: 'assign', to: ids.agent });
    expect(kinds(decided)).toEqual(['assigned', 'status_changed', 'status_changed']);
    expect(decided.at(-1)).toMatchObject({ from: 'in_progress', to: 'resolved' });
  });

  it.each(['in_progress', 'resolved'] as const)('replaces the assignee of a ticket %s without moving it', (status) => {
    const decided = events(aTicket({ status }), agent, { kind: 'assign', to: ids.otherAgent });
    expect(decided).toEqual([{ type: 'assigned', from: ids.agent, to: ids.otherAgent }]);
  });

  it.each(['in_progress', 'resolved'] as const)('gives a ticket %s back to the queue without moving it', (status) => {
    const decided = events(aTicket({ status }), agent, { kind: 'assign', to: null });
    expect(decided).toEqual([{ type: 'assigned', from: ids.agent, to: null }]);
  });

  it('keeps the assignee at reopening, and assigns nobody to a ticket without one', () => {
    expect(kinds(events(aTicket({ status: 'resolved' }), agent, start))).toEqual(['status_changed']);
    expect(kinds(events(aTicket({ status: 'resolved', assigneeId: null }), agent, start))).toEqual(['status_changed']);
  });

  it('lets the system take somebody off who is no agent any more', () => {
    const system: Actor = { kind: 'system', name: 'agent_removed' };
    const decided = events(aTicket({ status: 'in_progress' }), system, { kind: 'assign', to: null });
    expect(decided).toEqual([{ type: 'assigned', from: ids.agent, to: null }]);
  });

  it('changes nothing when the assignee is the one already', () => {
    expect(events(aTicket({ status: 'in_progress' }), agent, { kind: 'assign', to: ids.agent })).toEqual([]);
    expect(events(aTicket(), agent, { kind: 'assign', to: null })).toEqual([]);
  });

  it('takes tickets:manage, and no tickets:close', () => {
    const assign = { kind: 'assign', to: ids.agent } as const;
    const withoutClose = anAgent({ permissions: ['tickets:manage'] });
    expect(events(aTicket(), withoutClose, assign)).toHaveLength(2);
    expect(refusal(aTicket(), aReporter(), assign).code).toBe('forbidden');
  });

  it('refuses to assign a finished ticket', () => {
    for (const status of ['closed', 'cancelled'] as const) {
      for (const to of [ids.agent, ids.otherAgent, null]) {
        expect(refusal(aTicket({ status }), agent, { kind: 'assign', to }).code).toBe('ticket_finished');
      }
    }
  });
});
