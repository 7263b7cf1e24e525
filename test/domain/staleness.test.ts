import { describe, expect, it } from '@jest/globals';
import type { Command, Seen } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import { aCommand, aTicket, ids, now } from '../support/builders.ts';
import { accepted, refused } from './deciding.ts';

const ticket = aTicket({ status: 'in_progress', version: 7 });

function deciding(overrides: Partial<Command>) {
  return decide(ticket, aCommand({ changes: [{ kind: 'edit', priority: 'high' }], ...overrides }), now);
}

describe('ifVersion', () => {
  it('lets a command through that was made on this version', () => {
    expect(accepted(deciding({ ifVersion: 7 }))).toHaveLength(1);
  });

  it.each([6, 8, 0, Number.NaN])('refuses one made on version %s, and tells the version of now', (ifVersion) => {
    expect(refused(deciding({ ifVersion }))).toMatchObject({ code: 'stale_version', details: { version: 7 } });
  });

  it('is strict: it refuses also what would have changed nothing', () => {
    const asItIs: Command['changes'] = [{ kind: 'edit', priority: 'normal' }];
    expect(refused(deciding({ ifVersion: 6, changes: asItIs })).code).toBe('stale_version');
  });

  it('is looked at before the fields that were seen', () => {
    expect(refused(deciding({ ifVersion: 6, seen: { status: 'open' } })).code).toBe('stale_version');
  });
});

describe('seen', () => {
  const fresh: Seen = {
    status: 'in_progress',
    assigneeId: ids.agent,
    title: ticket.title,
    type: 'incident',
    priority: 'normal',
    descriptionTextId: ticket.descriptionTextId,
  };

  it('lets a command through whose fields are as they were shown, whatever the version', () => {
    expect(accepted(deciding({ seen: fresh }))).toHaveLength(1);
    expect(accepted(deciding({ seen: {} }))).toHaveLength(1);
  });

  const stale: [keyof Seen, Seen][] = [
    ['status', { ...fresh, status: 'open' }],
    ['assigneeId', { ...fresh, assigneeId: null }],
    ['title', { ...fresh, title: 'As it was' }],
    ['type', { ...fresh, type: 'service_request' }],
    ['priority', { ...fresh, priority: 'low' }],
    ['descriptionTextId', { ...fresh, descriptionTextId: 'another text' }],
  ];

  it.each(stale)('refuses when %s has changed meanwhile, and tells both values', (field, seen) => {
    expect(refused(deciding({ seen }))).toMatchObject({
      code: 'stale_field',
      field,
      details: { seen: seen[field], now: fresh[field] },
    });
  });

  it('tells an assignee who came from one who was there: seen nobody, somebody now', () => {
    expect(refused(deciding({ seen: { assigneeId: null } }))).toMatchObject({
      code: 'stale_field',
      details: { seen: null, now: ids.agent },
    });
  });
});
