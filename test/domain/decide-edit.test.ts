import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/command.ts';
import { anAgent, aReporter, aTicket } from '../support/builders.ts';
import { events, refusal } from './deciding.ts';

const agent = anAgent({ permissions: ['tickets:manage'] });

describe('R2: editing', () => {
  it('records one event per field that changes, with from and to where the values are short', () => {
    const change: Change = {
      kind: 'edit',
      title: 'A new title',
      description: 'A new description',
      type: 'service_request',
      priority: 'urgent',
    };
    expect(events(aTicket(), agent, change)).toEqual([
      { type: 'title_edited', title: 'A new title' },
      { type: 'description_edited', description: 'A new description' },
      { type: 'type_edited', from: 'incident', to: 'service_request' },
      { type: 'priority_edited', from: 'normal', to: 'urgent' },
    ]);
  });

  it.each(['open', 'in_progress', 'resolved'] as const)('is possible while the ticket is %s', (status) => {
    expect(events(aTicket({ status }), agent, { kind: 'edit', priority: 'low' })).toHaveLength(1);
  });

  it.each(['closed', 'cancelled'] as const)('is refused once the ticket is %s', (status) => {
    expect(refusal(aTicket({ status }), agent, { kind: 'edit', priority: 'low' }).code).toBe('ticket_finished');
  });

  it('is refused to the reporter, field by field', () => {
    const wishes: Change[] = [
      { kind: 'edit', title: 'x' },
      { kind: 'edit', description: 'x' },
      { kind: 'edit', type: 'service_request' },
      { kind: 'edit', priority: 'urgent' },
    ];
    for (const wish of wishes) expect(refusal(aTicket(), aReporter(), wish).code).toBe('forbidden');
  });

  it('refuses values that do not exist and names the field', () => {
    for (const value of ['', 'constructor', 'Incident', 'URGENT']) {
      expect(refusal(aTicket(), agent, { kind: 'edit', type: value as 'incident' })).toMatchObject({
        code: 'malformed',
        field: 'type',
      });
      expect(refusal(aTicket(), agent, { kind: 'edit', priority: value as 'low' })).toMatchObject({
        code: 'malformed',
        field: 'priority',
      });
    }
  });

  it('refuses a blank title and a blank description', () => {
    expect(refusal(aTicket(), agent, { kind: 'edit', title: ' ' })).toMatchObject({
      code: 'malformed',
      field: 'title',
    });
    expect(refusal(aTicket(), agent, { kind: 'edit', description: '\n' })).toMatchObject({
      code: 'malformed',
      field: 'description',
    });
  });
});
