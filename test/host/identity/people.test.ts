import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant, type TenantEm } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { findApiKey } from '../../../src/host/api-keys/find-api-key.ts';
import { findLink } from '../../../src/host/identity/account-links.ts';
import { deactivateUser, inviteUser, reactivateUser, sendLinkAgain } from '../../../src/host/identity/people.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../src/host/permissions/group.ts';
import { seatsInUse } from '../../../src/host/permissions/agents.ts';
import { makeAgent } from '../../../src/host/permissions/groups.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { refusalOf } from '../../support/refusals.ts';
import { agentGroup, inviteSomebody, join, linkOf, stateOf } from './invited.ts';

type Names = 'alma' | 'ada' | 'rita';

let orm: Orm;
let tenant: TestTenant<Names>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl, 8);
  tenant = await aTenant();
});
afterAll(() => orm.close());

const aTenant = (maxAgents = 10): Promise<TestTenant<Names>> =>
  createTenant(orm, {
    licence: { maxAgents },
    people: { alma: { permissions: ['settings:manage'], name: 'Alma Admin' }, ada: { agent: true }, rita: {} },
  });

const acting = (of = tenant) => ({ by: of.people.alma.userId, now: new Date() });
const inside = <T>(work: (em: TenantEm) => Promise<T>, of = tenant): Promise<T> => inTenant(orm, of.id, work);

const somebody = (more: { id?: string; email?: string; name?: string; groupIds?: string[] } = {}) => ({
  id: randomUUID(),
  email: `new.${randomUUID()}@example.test`,
  name: 'Nina New',
  groupIds: [],
  ...more,
});

const kindsAbout = async (userId: string, of = tenant) => {
  const rows = await inside((em) => em.find(SettingsChangeEntity, { tenantId: of.id, userId }), of);
  return rows.map(({ kind }) => kind).toSorted();
};

const mailsAbout = (userId: string, of = tenant) =>
  inside((em) => em.find(ServiceMailEntity, { tenantId: of.id, aboutId: userId }), of);

describe('inviting', () => {
  it('makes a user who cannot do anything, puts them into groups, queues the mail and logs all of it', async () => {
    const groupId = await inside((em) => agentGroup(em, tenant.id));
    const user = somebody({ email: `Nina.${randomUUID()}@Example.Test`, groupIds: [groupId] });
    await inside((em) => inviteUser(em, tenant.id, user, acting()));
    const email = user.email.toLowerCase();
    const row = await inside((em) => em.findOneOrFail(UserEntity, { tenantId: tenant.id, id: user.id }));
    expect(row).toMatchObject({ name: 'Nina New', email, active: false, passwordHash: null, deactivatedAt: null });
    expect(await stateOf(orm, { tenantId: tenant.id, userId: user.id })).toBe('invited');
    expect(await inside((em) => em.count(GroupMemberEntity, { tenantId: tenant.id, userId: user.id }))).toBe(1);
    expect(await kindsAbout(user.id)).toEqual(['member_added', 'user_invited']);
    const linkId = await linkOf(orm, { tenantId: tenant.id, userId: user.id });
    expect(await mailsAbout(user.id)).toMatchObject([
      {
        kind: 'invitation',
        recipientAddress: email,
        recipientName: 'Nina New',
        state: 'waiting',
        fact: { linkId, invitedBy: 'Alma Admin' },
      },
    ]);
  });

  it('takes no seat, whatever the groups give, and works while all seats are taken (R13)', async () => {
    const full = await aTenant(1);
    expect(await inside(seatsInUse, full)).toBe(1);
    await inviteSomebody(orm, full.people.alma, { agent: true });
    expect(await inside(seatsInUse, full)).toBe(1);
  });

  it('twice with the same id is done once, also at the same time', async () => {
    const user = somebody();
    await Promise.all([1, 2, 3, 4].map(() => inside((em) => inviteUser(em, tenant.id, user, acting()))));
    expect(await mailsAbout(user.id)).toHaveLength(1);
    expect(await kindsAbout(user.id)).toEqual(['user_invited']);
  });

  it('of somebody else with an id that was used is refused, not swallowed', async () => {
    const user = somebody();
    await inside((em) => inviteUser(em, tenant.id, user, acting()));
    for (const other of [
      { ...user, name: 'Noah New' },
      { ...user, email: `x${user.email}` },
    ]) {
      expect(await refusalOf(inside((em) => inviteUser(em, tenant.id, other, acting())))).toBe('command_id_reused');
    }
    expect(await mailsAbout(user.id)).toHaveLength(1);
  });

  it('refuses an address that somebody of the tenant has, whatever they are and in whatever spelling', async () => {
    const invited = await inviteSomebody(orm, tenant.people.alma);
    const gone = await inviteSomebody(orm, tenant.people.alma);
    await inside((em) => deactivateUser(em, tenant.id, gone.userId, acting()));
    for (const { email } of [tenant.people.rita, invited, gone]) {
      const user = somebody({ email: email.toUpperCase().replace('I', 'İ') });
      expect(await refusalOf(inside((em) => inviteUser(em, tenant.id, user, acting())))).toBe('email_taken');
      expect(await mailsAbout(user.id)).toEqual([]);
    }
  });

  it('goes through for an address of another tenant or of the platform team, like for one that nobody has', async () => {
    const other = await aTenant();
    const platform = await createPlatformPerson((await testDatabase()).ownerUrl);
    for (const { email } of [somebody(), other.people.rita, platform]) {
      const user = somebody({ email });
      expect(await refusalOf(inside((em) => inviteUser(em, tenant.id, user, acting())))).toBe('accepted');
      expect(await mailsAbout(user.id)).toMatchObject([{ kind: 'invitation', recipientAddress: email }]);
      expect(await kindsAbout(user.id)).toEqual(['user_invited']);
    }
  });

  it('of one address by many tenants at the same time goes through in all of them', async () => {
    const tenants = await Promise.all(Array.from({ length: 6 }, () => aTenant()));
    const { email } = somebody();
    const met = await Promise.all(
      tenants.map((of) => refusalOf(inside((em) => inviteUser(em, of.id, somebody({ email }), acting(of)), of))),
    );
    expect(met).toEqual(Array.from({ length: 6 }, () => 'accepted'));
  });

  it('into a group that is not there leaves nothing: no user, no mail, no log', async () => {
    const other = await aTenant();
    const foreign = await inside((em) => agentGroup(em, other.id), other);
    for (const groupId of [randomUUID(), foreign]) {
      const user = somebody({ groupIds: [groupId] });
      expect(await refusalOf(inside((em) => inviteUser(em, tenant.id, user, acting())))).toBe('not_found');
      expect(await inside((em) => em.count(UserEntity, { id: user.id }))).toBe(0);
      expect([await mailsAbout(user.id), await kindsAbout(user.id)]).toEqual([[], []]);
    }
  });
});

describe('sending a link again', () => {
  it('invites who is invited, and gives who has joined a link for a new password', async () => {
    const { userId } = await inviteSomebody(orm, tenant.people.alma);
    expect(await inside((em) => sendLinkAgain(em, tenant.id, userId, acting()))).toBe('invitation');
    expect(await kindsAbout(userId)).toEqual(['invitation_sent_again', 'user_invited']);
    const rita = tenant.people.rita.userId;
    expect(await inside((em) => sendLinkAgain(em, tenant.id, rita, acting()))).toBe('password_reset');
    expect((await mailsAbout(rita)).map(({ kind }) => kind)).toEqual(['password_reset']);
  });

  it('twice with the same id of a link sends one', async () => {
    const { userId } = await inviteSomebody(orm, tenant.people.alma);
    const again = { ...acting(), linkId: randomUUID() };
    await Promise.all([1, 2, 3].map(() => inside((em) => sendLinkAgain(em, tenant.id, userId, again))));
    expect(await mailsAbout(userId)).toHaveLength(2);
    expect((await findLink(orm, again.linkId))?.spentAt).toBeNull();
  });

  it('is refused for who is deactivated, for strangers and for other tenants’ people', async () => {
    const { userId } = await inviteSomebody(orm, tenant.people.alma);
    await inside((em) => deactivateUser(em, tenant.id, userId, acting()));
    const other = await aTenant();
    const send = (id: string) => refusalOf(inside((em) => sendLinkAgain(em, tenant.id, id, acting())));
    expect(await send(userId)).toBe('changed_meanwhile');
    expect(await send(randomUUID())).toBe('not_found');
    expect(await send(other.people.rita.userId)).toBe('not_found');
  });
});

describe('deactivating and reactivating', () => {
  it('ends the keys that act for the person, for good, and those of nobody else', async () => {
    const { rita, alma } = tenant.people;
    const lost = [await createKeyFor(orm, rita), await createKeyFor(orm, rita)];
    const kept = await createKeyFor(orm, alma);
    await inside((em) => deactivateUser(em, tenant.id, rita.userId, acting()));
    await inside((em) => reactivateUser(em, tenant.id, rita.userId, acting()));
    for (const { key } of lost) expect(await findApiKey(orm, key)).toBeNull();
    expect(await findApiKey(orm, kept.key)).not.toBeNull();
    const logged = await inside((em) =>
      em.count(SettingsChangeEntity, { tenantId: tenant.id, kind: 'api_key_revoked' }),
    );
    expect(logged).toBe(lost.length);
  });

  it('frees the address, and is refused to reactivate while somebody else signs in with it', async () => {
    const { rita } = await aTenant().then(({ people }) => people);
    const of = { id: rita.tenantId };
    const away = { by: rita.userId, now: new Date() };
    await inTenant(orm, of.id, (em) => deactivateUser(em, of.id, rita.userId, away));
    const elsewhere = await inviteSomebody(orm, tenant.people.alma, { email: rita.email });
    await join(orm, elsewhere.linkId);
    const back = () => refusalOf(inTenant(orm, of.id, (em) => reactivateUser(em, of.id, rita.userId, away)));
    expect(await back()).toBe('email_taken');
    expect(await stateOf(orm, rita)).toBe('deactivated');
    await inside((em) => deactivateUser(em, tenant.id, elsewhere.userId, acting()));
    expect(await back()).toBe('accepted');
  });

  it('an invited person ends their link; reactivated, they are invited anew by another', async () => {
    const { userId, linkId } = await inviteSomebody(orm, tenant.people.alma);
    const person = { tenantId: tenant.id, userId };
    await inside((em) => deactivateUser(em, tenant.id, userId, acting()));
    expect(await stateOf(orm, person)).toBe('deactivated');
    expect((await findLink(orm, linkId))?.spentAt).not.toBeNull();
    const { value } = await inside((em) => reactivateUser(em, tenant.id, userId, acting()));
    expect([value, await stateOf(orm, person)]).toEqual(['invited', 'invited']);
    expect(await linkOf(orm, person)).not.toBe(linkId);
    expect(await mailsAbout(userId)).toHaveLength(2);
  });

  it('is done once however often it is asked for', async () => {
    const { userId } = tenant.people.rita;
    const before = await kindsAbout(userId);
    for (const change of [deactivateUser, deactivateUser, reactivateUser, reactivateUser]) {
      await inside(async (em) => void (await change(em, tenant.id, userId, acting())));
    }
    expect(await kindsAbout(userId)).toEqual([...before, 'user_deactivated', 'user_reactivated'].toSorted());
    expect(await stateOf(orm, tenant.people.rita)).toBe('active');
  });

  it('never takes away the last administrator: who is only invited does not count', async () => {
    const alone = await aTenant();
    const { userId } = alone.people.alma;
    const [membership] = await inside((em) => em.find(GroupMemberEntity, { tenantId: alone.id, userId }), alone);
    const groupIds = [membership?.groupId ?? ''];
    await inside((em) => inviteUser(em, alone.id, somebody({ groupIds }), acting(alone)), alone);
    const away = inside((em) => deactivateUser(em, alone.id, userId, acting(alone)), alone);
    expect(await refusalOf(away)).toBe('last_administrator');
    expect(await stateOf(orm, alone.people.alma)).toBe('active');
  });

  it('by two administrators of each other at once leaves one of them', async () => {
    const two = await createTenant(orm, {
      people: { alma: { permissions: ['settings:manage'] }, bert: { permissions: ['settings:manage'] } },
    });
    const { alma, bert } = two.people;
    const away = (who: string, by: string) =>
      refusalOf(inTenant(orm, two.id, (em) => deactivateUser(em, two.id, who, { by, now: new Date() })));
    const met = await Promise.all([away(alma.userId, bert.userId), away(bert.userId, alma.userId)]);
    expect(met.toSorted()).toEqual(['accepted', 'last_administrator']);
  });

  it('is refused to reactivate an agent beyond the quota, and leaves them deactivated (R14)', async () => {
    const full = await aTenant(1);
    const { ada, rita } = full.people;
    await inside((em) => deactivateUser(em, full.id, ada.userId, acting(full)), full);
    await inside((em) => makeAgent(em, full.id, rita.userId), full);
    const back = inside((em) => reactivateUser(em, full.id, ada.userId, acting(full)), full);
    expect(await refusalOf(back)).toBe('quota_exceeded');
    expect(await stateOf(orm, ada)).toBe('deactivated');
    expect(await kindsAbout(ada.userId, full)).toEqual(['user_deactivated']);
  });
});
