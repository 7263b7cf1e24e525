import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { findLink } from '../../../src/host/identity/account-links.ts';
import { savePlatformUser } from '../../../src/host/identity/save-platform-user.ts';
import { AccountLinkEntity, UserEntity } from '../../../src/host/identity/user.ts';
import { seatsInUse } from '../../../src/host/permissions/agents.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { refusalOf } from '../../support/refusals.ts';
import { type Invited, inviteSomebody, join as joinBy, stateOf } from './invited.ts';

let orm: Orm;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 16);
});
afterAll(() => orm.close());

const join = (linkId: string): Promise<string> => refusalOf(joinBy(orm, linkId));

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

  it('with an address that somebody signs in with is refused to the person alone, and the link stays good', async () => {
    const { people } = await createTenant(orm, { people: { alma: { permissions: ['settings:manage'] } } });
    const other = await createTenant(orm, { people: { rita: {} } });
    const platform = await createPlatformPerson((await testDatabase()).ownerUrl);
    for (const { email } of [other.people.rita, platform]) {
      const invited = await inviteSomebody(orm, people.alma, { email });
      expect(await join(invited.linkId)).toBe('email_taken');
      expect(await stateOf(orm, invited)).toBe('invited');
      expect((await findLink(orm, invited.linkId))?.spentAt).toBeNull();
    }
  });

  it('of one address in many tenants at once lets the person into one of them', async () => {
    const email = `one.${randomUUID()}@example.test`;
    const invited: Invited[] = [];
    for (let n = 0; n < 8; n += 1) {
      const { people } = await createTenant(orm, { people: { alma: { permissions: ['settings:manage'] } } });
      invited.push(await inviteSomebody(orm, people.alma, { email }));
    }
    const met = await Promise.all(invited.map(({ linkId }) => join(linkId)));
    expect(met.toSorted()).toEqual(['accepted', ...Array.from({ length: 7 }, () => 'email_taken')]);
  });

  it('and becoming one of the platform team with the same address at once succeeds for one of the two', async () => {
    const { ownerUrl } = await testDatabase();
    for (let round = 0; round < 3; round += 1) {
      const { people } = await createTenant(orm, { people: { alma: { permissions: ['settings:manage'] } } });
      const { linkId, email } = await inviteSomebody(orm, people.alma);
      const made = refusalOf(savePlatformUser(ownerUrl, { email, name: 'Petra', password: randomUUID() }));
      const met = await Promise.all([join(linkId), made]);
      expect(met.toSorted()).toEqual(['accepted', 'email_taken']);
    }
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
