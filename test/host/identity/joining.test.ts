import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { findLink, setPasswordByLink } from '../../../src/host/identity/account-links.ts';
import { AccountLinkEntity, UserEntity } from '../../../src/host/identity/user.ts';
import { seatsInUse } from '../../../src/host/permissions/agents.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';
import { refusalOf } from '../../support/refusals.ts';
import { type Invited, inviteSomebody, stateOf } from './invited.ts';

let orm: Orm;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 16);
});
afterAll(() => orm.close());

async function join(linkId: string): Promise<string> {
  const link = await findLink(orm, linkId);
  if (link === null) throw new Error('The link of this test exists');
  return refusalOf(inTenant(orm, link.tenantId, (em) => setPasswordByLink(em, link, 'a hash', new Date())));
}

describe('joining by an invitation', () => {
  it('of fifty agents at once for the last seat lets in exactly one; the others stay invited, with good links (R14)', async () => {
    const { id: tenantId, people } = await createTenant(orm, {
      licence: { maxAgents: 3 },
      people: { alma: { permissions: ['settings:manage'] }, ada: { agent: true }, ben: { agent: true } },
    });
    const invited: Invited[] = [];
    for (let n = 0; n < 50; n += 1) invited.push(await inviteSomebody(orm, people.alma, { agent: true }));
    expect(await inTenant(orm, tenantId, seatsInUse)).toBe(2);

    const met = await Promise.all(invited.map(({ linkId }) => join(linkId)));

    expect(met.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(met.filter((code) => code === 'quota_exceeded')).toHaveLength(49);
    expect(await inTenant(orm, tenantId, seatsInUse)).toBe(3);
    const refused = invited.filter((_, index) => met[index] === 'quota_exceeded');
    await inTenant(orm, tenantId, async (em) => {
      const ids = refused.map(({ userId }) => userId);
      expect(await em.count(UserEntity, { tenantId, id: { $in: ids }, active: false, passwordHash: null })).toBe(49);
      expect(await em.count(AccountLinkEntity, { tenantId, userId: { $in: ids }, spentAt: null })).toBe(49);
      expect(await em.count(SettingsChangeEntity, { tenantId, kind: 'user_joined' })).toBe(1);
    });
  });

  it('twenty times at once by one link spends it once', async () => {
    const { people } = await createTenant(orm, { people: { alma: { permissions: ['settings:manage'] } } });
    const invited = await inviteSomebody(orm, people.alma);
    const met = await Promise.all(Array.from({ length: 20 }, () => join(invited.linkId)));
    expect(met.toSorted()).toEqual(['accepted', ...Array.from({ length: 19 }, () => 'link_spent')]);
    expect(await stateOf(orm, invited)).toBe('active');
  });

  it('needs no seat for who is no agent, however full the licence is', async () => {
    const { people } = await createTenant(orm, {
      licence: { maxAgents: 1 },
      people: { alma: { permissions: ['settings:manage'] }, ada: { agent: true }, ben: { agent: true } },
    });
    const invited = await inviteSomebody(orm, people.alma);
    expect(await join(invited.linkId)).toBe('accepted');
    expect(await stateOf(orm, invited)).toBe('active');
  });
});
