import { describe, expect, it } from '@jest/globals';
import { type Actor, actorRef, may, personOf } from '../../src/domain/actor.ts';
import { permissions } from '../../src/domain/permissions.ts';
import { anIntegration, aReporter, ids } from '../support/builders.ts';

const user = aReporter({ permissions: ['tickets:close'] });
const byKey = aReporter({ byKey: { id: ids.key, name: 'Billing sync' } as { id: string } });
const integration = anIntegration({ permissions: ['tickets:manage'] });
const mailLink: Actor = { kind: 'mail_link', id: ids.reporter };
const system: Actor = { kind: 'system', name: 'agent_removed' };
const operator: Actor = { kind: 'operator', name: 'olga' };

describe('R4: the actors are a closed set', () => {
  it('users and integrations may do what they hold and nothing else', () => {
    expect(permissions.filter((permission) => may(user, permission))).toEqual(['tickets:close']);
    expect(permissions.filter((permission) => may(integration, permission))).toEqual(['tickets:manage']);
  });

  it('a mail link holds no permission; system and operators hold all', () => {
    expect(permissions.filter((permission) => may(mailLink, permission))).toEqual([]);
    expect(permissions.every((permission) => may(system, permission) && may(operator, permission))).toBe(true);
  });

  it('there is a person behind users and mail links only', () => {
    expect([user, integration, mailLink, system, operator].map(personOf)).toEqual([
      ids.reporter,
      null,
      ids.reporter,
      null,
      null,
    ]);
  });

  it('a person by a key is the person, may do what they hold, and is kept with the id of the key alone', () => {
    expect([personOf(byKey), may(byKey, 'tickets:create'), may(byKey, 'tickets:manage')]).toEqual([
      ids.reporter,
      true,
      false,
    ]);
    expect(actorRef(byKey)).toEqual({ kind: 'user', id: ids.reporter, byKey: { id: ids.key } });
    expect(JSON.stringify(actorRef(user))).toBe(JSON.stringify({ kind: 'user', id: ids.reporter }));
  });

  it('the history keeps kind and id or name, and no permissions', () => {
    expect([user, integration, mailLink, system, operator].map(actorRef)).toEqual([
      { kind: 'user', id: ids.reporter },
      { kind: 'integration', id: ids.integration },
      { kind: 'mail_link', id: ids.reporter },
      { kind: 'system', id: 'agent_removed' },
      { kind: 'operator', id: 'olga' },
    ]);
  });
});
