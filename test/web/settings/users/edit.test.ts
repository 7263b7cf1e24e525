import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant, type TenantEm } from '../../../../src/db/in-tenant.ts';
import { accountToken } from '../../../../src/host/identity/account-token.ts';
import { deactivateUser } from '../../../../src/host/identity/people.ts';
import { AccountLinkEntity, UserEntity } from '../../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../../src/host/permissions/group.ts';
import { createGroup } from '../../../../src/host/permissions/groups.ts';
import { ServiceMailEntity } from '../../../../src/host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../../../../src/host/tenants/settings-change.ts';
import { agentGroup, inviteSomebody, join, stateOf } from '../../../host/identity/invited.ts';
import type { Answer, Browser } from '../../../support/browser.ts';
import { fill, submit } from '../../../support/forms.ts';
import { createTenant, testPassword, type TestTenant } from '../../../support/people.ts';
import { agentActor, writeTicket } from '../../../support/rows.ts';
import { startTestWeb, testAccountKey, type TestWeb } from '../../../support/web.ts';
import { wordsOf } from '../../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita' | 'ada'>;
let alma: Browser;
let agents: string;

beforeAll(async () => {
  web = await startTestWeb();
});
beforeEach(async () => {
  const people = {
    alma: { permissions: ['settings:manage'] as const, name: 'Alma Admin' },
    rita: { name: 'Rita Rabe' },
    ada: { agent: true, name: 'Ada Agent' },
  };
  tenant = await createTenant(web.orm, { people });
  alma = web.as(tenant.people.alma);
  agents = await inside((em) => agentGroup(em, tenant.id));
});
afterAll(() => web.close());

const inside = <T>(work: (em: TenantEm) => Promise<T>): Promise<T> => inTenant(web.orm, tenant.id, work);
const pathOf = (userId: string, more = '') => `/settings/users/${userId}${more}`;
const newEmail = () => `new.${randomUUID()}@example.test`;
const userOf = (id: string) => inside((em) => em.findOneOrFail(UserEntity, { tenantId: tenant.id, id }));
const groupsOf = async (userId: string) =>
  (await inside((em) => em.find(GroupMemberEntity, { tenantId: tenant.id, userId }))).map(({ groupId }) => groupId);
const loggedAbout = async (userId: string) => {
  const rows = await inside((em) => em.find(SettingsChangeEntity, { userId }, { orderBy: { at: 'asc', id: 'asc' } }));
  return rows.map(({ kind, before, after }) => [kind, before, after]);
};
const mailsAbout = (aboutId: string) =>
  inside((em) => em.find(ServiceMailEntity, { aboutId }, { orderBy: { createdAt: 'asc', id: 'asc' } }));

/** Fills in the form as it stands, with what is to be different. */
async function edit(userId: string, values: Record<string, string | string[]>, by = alma): Promise<Answer> {
  const path = pathOf(userId, '/edit');
  const { fields } = await fill(by, path, path);
  const page = await by.get(path);
  const seen = [...page.text.matchAll(/name="seen_groups" value="([^"]+)"/g)].map(([, id]) => id ?? '');
  return by.post(path, { ...fields, groups: seen, seen_groups: seen, ...values });
}

/** The link of the mail that waits for a confirmation. */
async function confirmation(userId: string): Promise<string> {
  const open = { tenantId: tenant.id, userId, purpose: 'email_change', spentAt: null } as const;
  const { id } = await inside((em) => em.findOneOrFail(AccountLinkEntity, open));
  return `/account/${accountToken(testAccountKey, id)}`;
}

describe('a person’s name', () => {
  it('is changed on their page, logged, and read everywhere at once', async () => {
    const { rita } = tenant.people;
    const answer = await edit(rita.userId, { name: '  Rita   Sommer ' });
    expect([answer.status, answer.location]).toEqual([303, pathOf(rita.userId, '?done=saved')]);
    const page = wordsOf((await alma.get(answer.location ?? '')).text);
    expect(page).toContain('The changes are saved.');
    expect(page).toContain('Alma Admin renamed Rita Sommer');
    expect(await loggedAbout(rita.userId)).toEqual([['user_renamed', 'Rita Rabe', 'Rita Sommer']]);
    expect((await web.as(rita).get('/desk')).text).toContain('Rita Sommer');
  });

  it.each([
    ['', 'Enter the name of the person.'],
    ['x'.repeat(81), 'A name has at most 80 characters.'],
    ['Ri\u0000ta', 'the character U+0000 cannot be stored'],
  ])('that is none is refused with what was typed: %j', async (name, words) => {
    const answer = await edit(tenant.people.rita.userId, { name, email: 'kept@example.test' });
    expect([answer.status, wordsOf(answer.text).includes(words)]).toEqual([422, true]);
    expect(answer.text).toContain('value="kept@example.test"');
    expect((await userOf(tenant.people.rita.userId)).name).toBe('Rita Rabe');
  });

  it('that somebody else has changed meanwhile stays, where only the groups were changed', async () => {
    const { rita } = tenant.people;
    const path = pathOf(rita.userId, '/edit');
    const { fields } = await fill(alma, path, path);
    await edit(rita.userId, { name: 'Rita Sommer' });
    await alma.post(path, { ...fields, groups: [agents] });
    expect([(await userOf(rita.userId)).name, await groupsOf(rita.userId)]).toEqual(['Rita Sommer', [agents]]);
  });
});

describe('a person’s e-mail address', () => {
  it('counts once it is confirmed by the mail to it; the old one is told, and both are logged', async () => {
    const { rita } = tenant.people;
    const email = newEmail();
    const answer = await edit(rita.userId, { email: ` ${email.toUpperCase()} ` });
    expect(answer.location).toBe(pathOf(rita.userId, '?done=address_asked'));
    expect(wordsOf((await alma.get(pathOf(rita.userId))).text)).toContain(`${email} is waiting to be confirmed`);
    expect(await mailsAbout(rita.userId)).toMatchObject([
      { kind: 'email_confirmation', recipientAddress: email, fact: { by: 'Alma Admin' } },
    ]);
    expect((await userOf(rita.userId)).email).toBe(rita.email);

    const link = await confirmation(rita.userId);
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await web.nobody().send(link, { method })).status).toBe(200);
    }
    expect((await userOf(rita.userId)).email).toBe(rita.email);
    const browser = web.nobody();
    const words = wordsOf((await browser.get(link)).text);
    expect(words).toContain(`${email} until now ${rita.email}, which gets an e-mail about it`);
    const confirmed = await submit(browser, link, link);
    expect([confirmed.status, confirmed.location]).toEqual([303, '/sign-in?address-changed']);
    expect(browser.cookies.has('session')).toBe(false);
    expect((await userOf(rita.userId)).email).toBe(email);
    expect((await mailsAbout(rita.userId)).at(-1)).toMatchObject({
      kind: 'email_changed',
      recipientAddress: rita.email,
      fact: { newAddress: email },
    });
    expect(await loggedAbout(rita.userId)).toEqual([
      ['address_change_sent', rita.email, email],
      ['address_changed', rita.email, email],
    ]);
    const signIn = (typed: string) => web.nobody().post('/sign-in', { email: typed, password: testPassword });
    expect([(await signIn(rita.email)).status, (await signIn(email)).status]).toEqual([422, 303]);
    expect((await web.nobody().post(link)).status).toBe(409);
  });

  it('of somebody here is refused; of another tenant it is asked for like any, and told to its reader alone', async () => {
    const { rita, ada } = tenant.people;
    const here = await edit(rita.userId, { email: ada.email });
    expect([here.status, here.text.includes('href="#email">Somebody in your organisation already has this')]).toEqual([
      409,
      true,
    ]);
    const other = await createTenant(web.orm, { people: { olga: {} } });
    const taken = await edit(rita.userId, { email: other.people.olga.email });
    const free = await edit(ada.userId, { email: newEmail() });
    expect([taken.status, taken.location?.replace(rita.userId, '')]).toEqual([
      free.status,
      free.location?.replace(ada.userId, ''),
    ]);
    const link = await confirmation(rita.userId);
    for (const answer of [await web.nobody().get(link), await web.nobody().post(link)]) {
      expect([answer.status, wordsOf(answer.text).includes('You already have an account with')]).toEqual([409, true]);
    }
    expect((await userOf(rita.userId)).email).toBe(rita.email);
  });

  it('of somebody invited is that of a new invitation; the former link has ended', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const email = newEmail();
    const answer = await edit(invited.userId, { email });
    expect(answer.location).toBe(pathOf(invited.userId, '?done=address_invited'));
    expect((await mailsAbout(invited.userId)).map(({ kind, recipientAddress }) => [kind, recipientAddress])).toEqual([
      ['invitation', invited.email],
      ['invitation', email],
    ]);
    expect((await web.nobody().get(`/account/${accountToken(testAccountKey, invited.linkId)}`)).status).toBe(409);
  });

  it('is withdrawn by an administrator, or by asking for another one: the link before is good for nothing', async () => {
    const { rita } = tenant.people;
    await edit(rita.userId, { email: newEmail() });
    const first = await confirmation(rita.userId);
    await edit(rita.userId, { email: newEmail() });
    const second = await confirmation(rita.userId);
    expect([(await web.nobody().get(first)).status, (await web.nobody().get(second)).status]).toEqual([409, 200]);
    const withdraw = pathOf(rita.userId, '/address/withdraw');
    const answer = await submit(alma, pathOf(rita.userId), withdraw);
    expect(answer.location).toBe(pathOf(rita.userId, '?done=address_withdrawn'));
    expect((await web.nobody().post(second)).status).toBe(409);
    expect((await alma.post(withdraw)).status).toBe(303);
    expect((await loggedAbout(rita.userId)).map(([kind]) => kind)).toEqual([
      'address_change_sent',
      'address_change_sent',
      'address_change_withdrawn',
    ]);
  });

  it('is asked for once by a form that is sent twice', async () => {
    const { rita } = tenant.people;
    const path = pathOf(rita.userId, '/edit');
    const { fields } = await fill(alma, path, path, { email: newEmail() });
    const answers = await Promise.all([1, 2, 3].map(() => alma.post(path, fields)));
    expect(answers.map(({ location }) => location)).toEqual(
      [1, 2, 3].map(() => pathOf(rita.userId, '?done=address_asked')),
    );
    expect(await mailsAbout(rita.userId)).toHaveLength(1);
  });

  it('that is confirmed by many at once goes to one of them', async () => {
    const email = newEmail();
    const links = [];
    for (let n = 0; n < 5; n += 1) {
      tenant = await createTenant(web.orm, {
        people: { alma: { permissions: ['settings:manage'] }, rita: {}, ada: {} },
      });
      await edit(tenant.people.rita.userId, { email }, web.as(tenant.people.alma));
      links.push(await confirmation(tenant.people.rita.userId));
    }
    const met = await Promise.all(links.map((link) => web.nobody().post(link)));
    expect(met.map(({ status }) => `${status}`).toSorted()).toEqual(['303', '409', '409', '409', '409']);
  });

  it('ends the links that went to the old one, and frees it for others', async () => {
    const { rita } = tenant.people;
    const email = newEmail();
    await edit(rita.userId, { email });
    await submit(alma, pathOf(rita.userId), pathOf(rita.userId, '/link'));
    const links = await inside((em) => em.find(AccountLinkEntity, { userId: rita.userId, spentAt: null }));
    expect(links.map(({ purpose }) => purpose).toSorted()).toEqual(['email_change', 'password_reset']);
    await web.nobody().post(await confirmation(rita.userId));
    expect(await inside((em) => em.count(AccountLinkEntity, { userId: rita.userId, spentAt: null }))).toBe(0);
    const other = await createTenant(web.orm, { people: { olga: { permissions: ['settings:manage'] } } });
    const again = await inviteSomebody(web.orm, other.people.olga, { email: rita.email });
    await join(web.orm, again.linkId);
    expect(await stateOf(web.orm, again)).toBe('active');
  });

  it('of somebody deactivated is changed, too, so that they can be reactivated', async () => {
    const { rita, alma: admin } = tenant.people;
    await inside((em) => deactivateUser(em, tenant.id, rita.userId, { by: admin.userId, now: new Date() }));
    const email = newEmail();
    await edit(rita.userId, { email });
    expect((await web.nobody().post(await confirmation(rita.userId))).status).toBe(303);
    expect(await userOf(rita.userId)).toMatchObject({ email, active: false });
  });
});

describe('a person’s groups', () => {
  it('are changed on their page, within the seats of the licence (R14)', async () => {
    const { rita } = tenant.people;
    const answer = await edit(rita.userId, { groups: [agents] });
    expect(answer.location).toBe(pathOf(rita.userId, '?done=saved'));
    expect(await groupsOf(rita.userId)).toEqual([agents]);
    expect((await web.as(rita).get('/tickets')).status).toBe(200);

    tenant = await createTenant(web.orm, {
      licence: { maxAgents: 1 },
      people: { alma: { permissions: ['settings:manage'] }, rita: {}, ada: { agent: true } },
    });
    agents = await inside((em) => agentGroup(em, tenant.id));
    const full = await edit(tenant.people.rita.userId, { groups: [agents] }, web.as(tenant.people.alma));
    expect([full.status, wordsOf(full.text).includes('your licence allows 1')]).toEqual([409, true]);
    expect(await groupsOf(tenant.people.rita.userId)).toEqual([]);
  });

  it('that make an agent are taken away after a question that names the tickets, and not before', async () => {
    const { ada, rita } = tenant.people;
    const by = agentActor(ada.userId);
    await writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId }, [
      { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    ]);
    const asked = await edit(ada.userId, { groups: [], name: 'Ada Lovelace' });
    expect(asked.status).toBe(200);
    expect(wordsOf(asked.text)).toContain('1 active ticket goes back to the queue.');
    expect([await groupsOf(ada.userId), (await userOf(ada.userId)).name]).toEqual([[agents], 'Ada Agent']);
    const fields = Object.fromEntries(
      [...asked.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
        .filter(([, name]) => name !== 'next')
        .map(([, name, value]) => [name, value]),
    );
    const done = await alma.post(pathOf(ada.userId, '/edit'), fields);
    expect(done.location).toBe(pathOf(ada.userId, '?done=saved_releasing'));
    expect([await groupsOf(ada.userId), (await userOf(ada.userId)).name]).toEqual([[], 'Ada Lovelace']);
  });

  it('of the last administrator stay', async () => {
    const answer = await edit(tenant.people.alma.userId, { groups: [] });
    expect(answer.status).toBe(409);
    expect(await groupsOf(tenant.people.alma.userId)).toHaveLength(1);
  });

  it('that are none, of another tenant, or gone meanwhile are refused, and nothing else is changed', async () => {
    const other = await createTenant(web.orm);
    const foreign = await inTenant(web.orm, other.id, (em) => agentGroup(em, other.id));
    const gone = await inside((em) => createGroup(em, tenant.id, { name: 'Gone', permissions: [] }));
    await inside((em) => em.execute('delete from permission_group where id = ?', [gone]));
    for (const group of ['nonsense', foreign, gone]) {
      const answer = await edit(tenant.people.rita.userId, { name: 'Rita Sommer', groups: [group] });
      expect([group, answer.status, answer.text.includes('href="#groups"')]).toEqual([group, 422, true]);
    }
    expect((await userOf(tenant.people.rita.userId)).name).toBe('Rita Rabe');
  });
});
