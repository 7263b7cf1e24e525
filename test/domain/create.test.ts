import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/domain/actor.ts';
import { decideCreation } from '../../src/domain/create.ts';
import { channels, priorities, ticketTypes } from '../../src/domain/ticket.ts';
import { aCreateCommand, anAgent, anIntegration, aReporter, ids } from '../support/builders.ts';
import { accepted, refused } from './deciding.ts';
import { permissionSets } from './state-machine.ts';

const creation = (overrides: Parameters<typeof aCreateCommand>[0]) => decideCreation(aCreateCommand(overrides));

describe('R2: creating a ticket', () => {
  it('makes one event with everything that it begins with, its number still to be given', () => {
    const command = aCreateCommand({ title: ' Printer\non fire ', description: 'Smoke.\r\nFlames.' });
    expect(accepted(decideCreation(command))).toEqual([
      {
        type: 'created',
        tenantId: ids.tenant,
        ticketId: ids.ticket,
        number: '',
        ticketType: 'incident',
        priority: 'normal',
        channel: 'desk',
        reporterId: ids.reporter,
        externalRef: null,
        followUpOf: null,
        title: 'Printer on fire',
        description: 'Smoke.\nFlames.',
      },
    ]);
  });

  it('keeps the external reference, the ticket that it follows and the channel', () => {
    const given = { externalRef: 'MON-17', followUpOf: ids.ticket, channel: 'api' } as const;
    expect(accepted(creation(given))).toMatchObject([given]);
  });

  it.each(ticketTypes)('takes a %s', (type) => {
    expect(accepted(creation({ type }))).toMatchObject([{ ticketType: type }]);
  });

  it.each(channels)('takes the channel %s', (channel) => {
    expect(accepted(creation({ channel }))).toMatchObject([{ channel }]);
  });

  it.each([
    ['type', { type: 'problem' as 'incident' }],
    ['priority', { actor: anAgent(), priority: 'constructor' as 'low' }],
    ['channel', { channel: 'fax' as 'mail' }],
    ['title', { title: ' ' }],
    ['title', { title: 'x'.repeat(201) }],
    ['description', { description: '' }],
    ['description', { description: 'a\0b' }],
  ] as const)('refuses a %s that cannot be and names the field', (field, overrides) => {
    expect(refused(creation(overrides))).toMatchObject({ code: 'malformed', field });
  });
});

describe('R2, R8: who may create, for whom, with which priority', () => {
  it.each(permissionSets.map((permissions) => ({ permissions })))('a user with $permissions', ({ permissions }) => {
    const mayCreate = permissions.includes('tickets:create');
    const mayForOthers = mayCreate && permissions.includes('tickets:manage');
    const actor = aReporter({ permissions });
    expect(creation({ actor }).ok).toBe(mayCreate);
    expect(creation({ actor, reporterId: ids.stranger }).ok).toBe(mayForOthers);
    expect(creation({ actor, priority: 'urgent' }).ok).toBe(mayForOthers);
    expect(creation({ actor, priority: 'normal' }).ok).toBe(mayCreate);
  });

  it('refuses by name what a reporter may not say', () => {
    expect(refused(creation({ reporterId: ids.stranger }))).toMatchObject({ code: 'forbidden', field: 'reporter' });
    for (const priority of priorities.filter((each) => each !== 'normal')) {
      expect(refused(creation({ priority }))).toMatchObject({ code: 'forbidden', field: 'priority' });
    }
  });

  it('lets an integration file for people with tickets:create and tickets:manage only', () => {
    expect(creation({ actor: anIntegration() }).ok).toBe(true);
    const actor = anIntegration({ permissions: ['tickets:create'] });
    expect(refused(creation({ actor }))).toMatchObject({ code: 'forbidden', field: 'reporter' });
    const namesake = anIntegration({ id: ids.reporter, permissions: ['tickets:create'] });
    expect(refused(creation({ actor: namesake })).code).toBe('forbidden');
  });

  it('lets the system and operators create, and no mail link', () => {
    const actors: Actor[] = [
      { kind: 'system', name: 'setup' },
      { kind: 'operator', name: 'olga' },
    ];
    for (const actor of actors) expect(creation({ actor }).ok).toBe(true);
    expect(refused(creation({ actor: { kind: 'mail_link', id: ids.reporter } })).code).toBe('forbidden');
  });

  it('tells nothing about the texts to who may not create', () => {
    const actor = aReporter({ permissions: [] });
    expect(refused(creation({ actor, title: '' })).code).toBe('forbidden');
  });
});
