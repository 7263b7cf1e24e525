import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Command } from '../../src/domain/command.ts';
import { decide, refusedSignal } from '../../src/domain/decide.ts';
import { decideBatch } from '../../src/domain/decide-batch.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import { aCommand, anAgent, applyAll, aTicket, saved } from '../support/builders.ts';
import { commands } from './arbitraries.ts';

const at = '2026-01-05T09:00:00.000Z';

describe('commands that are decided together', () => {
  it('come out as if they were decided and saved one after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(commands, fc.boolean()), { maxLength: 6 }), (batch) => {
        const received = batch.map(([command, signalled]) => ({ command, signalled }));
        const together = decideBatch(aTicket(), received, at);
        expect(together.map(({ events, refusal }) => ({ events, refusal }))).toEqual(oneByOne(aTicket(), batch));
      }),
    );
  });

  it('each expect the version that those before them lead to', () => {
    const note: Command['changes'] = [{ kind: 'comment', visibility: 'internal', body: 'x' }];
    const nothing: Command['changes'] = [{ kind: 'edit', title: aTicket().title }];
    const batch = [note, nothing, note].map((changes) => ({
      command: aCommand({ actor: anAgent(), changes }),
      signalled: false,
    }));
    const { version } = aTicket();
    expect(decideBatch(aTicket(), batch, at).map((each) => each.expectedVersion)).toEqual([
      version,
      version + 1,
      version + 1,
    ]);
  });

  it('of a ticket that does not exist are refused', () => {
    const command = aCommand({ actor: anAgent(), changes: [{ kind: 'assign', to: null }] });
    expect(decideBatch(null, [{ command, signalled: false }], at)).toMatchObject([
      { events: null, refusal: { code: 'not_found' } },
    ]);
  });

  it('that the database has refused already are only recorded', () => {
    const command = aCommand({ actor: anAgent(), changes: [{ kind: 'assign', to: anAgent().id }] });
    const refused = { code: 'assignee_not_agent', key: 'refusal.assignee.not_agent' } as const;
    expect(decideBatch(aTicket(), [{ command, signalled: true, refused }], at)).toMatchObject([
      { events: [{ type: 'command_refused', code: 'assignee_not_agent' }], refusal: refused },
    ]);
  });
});

function oneByOne(ticket: Ticket, batch: readonly (readonly [Command, boolean])[]) {
  let current = ticket;
  return batch.map(([command, signalled]) => {
    const decided = decide(current, command, at);
    const refusal = decided.ok ? null : decided.refusal;
    const events = decided.ok ? decided.value : signalled ? refusedSignal(command, decided.refusal.code) : null;
    if (events !== null) current = applyAll(current, saved(events, { ticket: current, actor: command.actor, at }));
    return { events, refusal };
  });
}
