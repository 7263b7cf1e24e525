import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm } from '../../../src/db/orm.ts';
import { accountToken } from '../../../src/host/identity/account-token.ts';
import { deactivateUser, sendLinkAgain } from '../../../src/host/identity/people.ts';
import { AccountLinkEntity, UserEntity } from '../../../src/host/identity/user.ts';
import { removeMember } from '../../../src/host/permissions/groups.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { newId } from '../../../src/ids.ts';
import { createApp } from '../../../web/app.ts';
import type { WebDeps } from '../../../web/http/context.ts';
import { type Browser, newBrowser } from '../../support/browser.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, testAccountKey, type TestWeb } from '../../support/web.ts';
import { testDatabase } from '../../support/databases.ts';
import { agentGroup, inviteSomebody, linkOf, stateOf } from '../../host/identity/invited.ts';
import { wordsOf } from '../desk/desk.ts';

const password = 'four words in a row';
const fields = { password, password_again: password };

let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await aTenant();
});
afterAll(() => web.close());

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const aTenant = () =>
  createTenant(web.orm, {
    name: 'Nordwind <AG>',
    people: { alma: { permissions: ['settings:manage'] }, rita: { name: 'Rita Reporter' } },
  });

const pathOf = (linkId: string) => `/account/${accountToken(testAccountKey, linkId)}`;

async function resetOf({ id, people: { alma, rita } }: TestTenant<'alma' | 'rita'>): Promise<string> {
  const acting = { by: alma.userId, now: new Date() };
  await inTenant(web.orm, id, (em) => sendLinkAgain(em, id, rita.userId, acting));
  return linkOf(web.orm, rita);
}

const isSpent = (tenantId: string, id: string) =>
  inTenant(
    web.orm,
    tenantId,
    async (em) => (await em.findOneOrFail(AccountLinkEntity, { tenantId, id })).spentAt != null,
  );

const signIn = (email: string, typed = password) => web.nobody().post('/sign-in', { email, password: typed });

describe('the page of an invitation', () => {
  it('welcomes, shows whose account it is, and asks for a password twice', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const { status, text } = await web.nobody().get(pathOf(invited.linkId));
    expect(status).toBe(200);
    expect(text).toContain('<h1>Welcome to Nordwind &lt;AG&gt;</h1>');
    expect(wordsOf(text)).toContain(`Ines Invited ${invited.email}`);
    expect(text.match(/type="password" value="" autocomplete="new-password"/g)).toHaveLength(2);
    expect(wordsOf(text)).toContain('This link works once and ends in 7 d');
  });

  it('changes nothing by being opened, however often: mail scanners follow links', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await web.nobody().send(pathOf(invited.linkId), { method })).status).toBe(200);
    }
    expect([await stateOf(web.orm, invited), await isSpent(tenant.id, invited.linkId)]).toEqual(['invited', false]);
  });

  it('tells whoever has an account with the address elsewhere, and nobody before them', async () => {
    const other = await aTenant();
    const invited = await inviteSomebody(web.orm, tenant.people.alma, { email: other.people.rita.email });
    const path = pathOf(invited.linkId);
    for (const answer of [await web.nobody().get(path), await web.nobody().post(path, fields)]) {
      expect(answer.status).toBe(409);
      expect(wordsOf(answer.text)).toContain(`You already have an account with ${invited.email}`);
      expect(wordsOf(answer.text)).toContain('Ask the administrators of Nordwind &lt;AG&gt; to use another address');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect([await stateOf(web.orm, invited), await isSpent(tenant.id, invited.linkId)]).toEqual(['invited', false]);
  });

  it('sets the password, lets the person in and leads to where they belong', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma, { agent: true });
    const browser = web.nobody();
    const answer = await submit(browser, pathOf(invited.linkId), pathOf(invited.linkId), fields);
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await browser.get('/')).location).toBe('/tickets');
    expect((await browser.get('/tickets')).status).toBe(200);
    expect(await stateOf(web.orm, invited)).toBe('active');
    expect((await signIn(invited.email)).status).toBe(303);
    expect((await signIn(invited.email, `${password} `)).status).toBe(422);
  });

  it('says who is signed in on this browser, and signs the new person in instead', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const browser = web.as(tenant.people.rita);
    const before = [...browser.cookies.values()];
    const { text } = await browser.get(pathOf(invited.linkId));
    expect(wordsOf(text)).toContain('This browser is signed in as Rita Reporter.');
    await browser.post(pathOf(invited.linkId), fields);
    expect([...browser.cookies.values()]).not.toEqual(before);
    expect((await browser.get('/desk')).text).toContain('Ines Invited');
  });

  it('works for who is signed in to the console, too', async () => {
    const platform = web.asPlatform(await createPlatformPerson((await testDatabase()).ownerUrl));
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    expect((await platform.get(pathOf(invited.linkId))).status).toBe(200);
    expect((await platform.post(pathOf(invited.linkId), fields)).status).toBe(303);
    expect((await platform.get('/desk')).status).toBe(200);
  });
});

describe('the page of a lost password', () => {
  it('sets a new one, ends every session and lets the person in', async () => {
    const own = await aTenant();
    const { rita } = own.people;
    const linkId = await resetOf(own);
    const elsewhere = web.as(rita);
    expect((await elsewhere.get('/desk')).status).toBe(200);
    const browser = web.nobody();
    const page = await browser.get(pathOf(linkId));
    expect(page.text).toContain('<h1>Set a new password</h1>');
    expect(wordsOf(page.text)).toContain('signed out everywhere else');
    expect((await elsewhere.get('/desk')).status).toBe(200);
    expect((await browser.post(pathOf(linkId), fields)).location).toBe('/');
    expect((await browser.get('/desk')).status).toBe(200);
    expect((await elsewhere.get('/desk')).status).toBe(303);
    expect((await signIn(rita.email, testPassword)).status).toBe(422);
    expect((await signIn(rita.email)).status).toBe(303);
  });
});

describe('a form with mistakes', () => {
  it.each([
    ['password', { password: 'short', password_again: 'short' }, 'Use at least 12 characters.'],
    ['password', { password: '', password_again: '' }, 'Enter a password.'],
    ['password', {}, 'Enter a password.'],
    [
      'password',
      { password: 'Ines Invited', password_again: 'Ines Invited' },
      'Choose something that is not made of your name',
    ],
    ['password_again', { password, password_again: 'hunter2-secret' }, 'The two passwords are not the same.'],
  ])('is shown again with 422 and the message beside its field: %s of %j', async (field, typed, message) => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const answer = await web.nobody().post(pathOf(invited.linkId), typed);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`href="#${field}">${message}`);
    expect(answer.text).toContain(`id="${field}-error"`);
    expect(answer.text).toContain('<title>Error: Welcome to');
    for (const each of [password, 'hunter2-secret', 'value="short"']) expect(answer.text).not.toContain(each);
    expect([await stateOf(web.orm, invited), await isSpent(tenant.id, invited.linkId)]).toEqual(['invited', false]);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it('from another site is refused', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const answer = await web.nobody().post(pathOf(invited.linkId), fields, { 'Sec-Fetch-Site': 'cross-site' });
    expect([answer.status, await stateOf(web.orm, invited)]).toEqual([403, 'invited']);
  });
});

describe('a link that is good for nothing', () => {
  const used = async () => {
    const { linkId } = await inviteSomebody(web.orm, tenant.people.alma);
    expect((await web.nobody().post(pathOf(linkId), fields)).status).toBe(303);
    return pathOf(linkId);
  };
  const ended = async () => {
    const now = new Date(Date.now() - 7 * 24 * 3_600_000 - 1);
    return pathOf((await inviteSomebody(web.orm, tenant.people.alma, { now })).linkId);
  };
  const replaced = async () => {
    const first = await resetOf(tenant);
    await resetOf(tenant);
    return pathOf(first);
  };
  const ofDeactivated = async () => {
    const { userId, linkId } = await inviteSomebody(web.orm, tenant.people.alma);
    const acting = { by: tenant.people.alma.userId, now: new Date() };
    await inTenant(web.orm, tenant.id, (em) => deactivateUser(em, tenant.id, userId, acting));
    return pathOf(linkId);
  };
  const forged = async () => {
    const path = pathOf((await inviteSomebody(web.orm, tenant.people.alma)).linkId);
    return path.slice(0, -1) + (path.endsWith('A') ? 'E' : 'A');
  };
  const ofAnotherLink = async () => {
    const [one, other] = [newId(), newId()].map((id) => accountToken(testAccountKey, id));
    return `/account/${one?.slice(0, 36)}${other?.slice(36)}`;
  };
  const unknown = async () => pathOf(newId());
  const nonsense = async () => '/account/nonsense';

  it('looks alike whyever it is so: same status, same words, in page and form', async () => {
    const seen = new Set<string>();
    for (const make of [used, ended, replaced, ofDeactivated, forged, ofAnotherLink, unknown, nonsense]) {
      const path = await make();
      for (const answer of [await web.nobody().get(path), await web.nobody().post(path, fields)]) {
        expect([make.name, answer.status, answer.headers.getSetCookie()]).toEqual([make.name, 409, []]);
        seen.add(wordsOf(answer.text));
      }
    }
    expect(seen.size).toBe(1);
    const [words = ''] = seen;
    expect(words).toContain('This link no longer works');
    expect(words).toContain('For a new one, use “Forgot your password?” on the sign-in page');
    expect(words).toContain('Sign in');
  });

  it('is told from a good one before anything is said of the password', async () => {
    const answer = await web.nobody().post(await used(), { password: 'x' });
    expect(answer.status).toBe(409);
  });

  it('is told to programs as problem+json', async () => {
    const answer = await web.nobody().get(await unknown(), { Accept: 'application/json' });
    expect(answer.json()).toMatchObject({ status: 409, code: 'link_spent', title: 'This link no longer works' });
  });

  it('after two people used it at once has let in one of them', async () => {
    const invited = await inviteSomebody(web.orm, tenant.people.alma);
    const answers = await Promise.all([1, 2, 3, 4].map(() => web.nobody().post(pathOf(invited.linkId), fields)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  it.each(['/account/', '/account', '/account/a/b', '/account/%00', '/account/%E0%A4%A'])(
    'is no page, or a plain problem: %s',
    async (path) => expect([400, 404, 409]).toContain((await web.nobody().get(path)).status),
  );
});

describe('joining as an agent while all seats are taken (R14)', () => {
  it('is refused with 409 and whom to ask; the person stays invited and the link good', async () => {
    const full = await createTenant(web.orm, {
      name: 'Südwind',
      licence: { maxAgents: 1 },
      people: { alma: { permissions: ['settings:manage'] }, ada: { agent: true } },
    });
    const invited = await inviteSomebody(web.orm, full.people.alma, { agent: true });
    const browser = web.nobody();
    const answer = await browser.post(pathOf(invited.linkId), fields);
    expect(answer.status).toBe(409);
    const words = wordsOf(answer.text);
    expect(words).toContain('The licence of Südwind has no seat left for you (1 of 1 agents).');
    expect(words).toContain('Ask the administrators of your organisation');
    expect(words).toContain('Your link stays valid');
    expect(answer.text).not.toContain(password);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect([await stateOf(web.orm, invited), await isSpent(full.id, invited.linkId)]).toEqual(['invited', false]);
    const kept = await inTenant(web.orm, full.id, (em) => em.findOneOrFail(UserEntity, { id: invited.userId }));
    expect(kept.passwordHash).toBeNull();

    await inTenant(web.orm, full.id, async (em) => {
      const groupId = await agentGroup(em, full.id);
      await removeMember(em, { tenantId: full.id, groupId, userId: full.people.ada.userId, by: null });
    });
    expect((await browser.post(pathOf(invited.linkId), fields)).status).toBe(303);
    expect((await browser.get('/tickets')).status).toBe(200);
  });
});

describe('the token', () => {
  it('leaves no trace with others: nothing is stored, and no address is sent on', async () => {
    const good = pathOf((await inviteSomebody(web.orm, tenant.people.alma)).linkId);
    for (const path of [good, pathOf(newId()), '/account/x/y']) {
      const { headers } = await web.nobody().get(path);
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cache-Control')).toBe('no-store');
    }
    const sent = await web.nobody().post(good, fields);
    expect(sent.headers.get('Referrer-Policy')).toBe('no-referrer');
  });

  it('and the password never appear in the log, whatever becomes of the request', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const broken = await openOrm('postgres://nobody@127.0.0.1:1/nothing');
    const good = pathOf((await inviteSomebody(web.orm, tenant.people.alma)).linkId);
    const statuses: number[] = [];
    for (const orm of [broken, web.orm]) {
      const browser = await listening({ ...web.deps, log, orm });
      for (const path of [good, pathOf(newId()), `${good}/more`]) {
        statuses.push((await browser.get(path)).status);
        statuses.push((await browser.post(path, { password: 'short secret', password_again: '' })).status);
        statuses.push((await browser.post(path, fields)).status);
      }
    }
    expect(statuses).toEqual([
      503, 503, 503, 503, 503, 503, 404, 404, 404, 200, 422, 303, 409, 409, 409, 404, 404, 404,
    ]);
    expect(lines.filter((line) => line.includes('"msg":"request"'))).toHaveLength(18);
    const said = lines.join('');
    expect(said).toContain('"path":"/account/…"');
    for (const secret of [good.slice(-43), password, 'short secret', '$argon2']) expect(said).not.toContain(secret);
    await broken.close();
  });
});

/** A browser for the application made of these parts. */
async function listening(deps: WebDeps): Promise<Browser> {
  const answer = createApp(deps).callback();
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return newBrowser(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

describe('the language of the page (R41)', () => {
  const speakGerman = (id: string) =>
    inTenant(web.orm, id, (em) => em.nativeUpdate(ItsmSettingsEntity, { tenantId: id }, { language: 'de' }));

  it('is that of the person whose link it is, or else of their tenant', async () => {
    const own = await aTenant();
    await speakGerman(own.id);
    const invited = await inviteSomebody(web.orm, own.people.alma);
    const { text } = await web.nobody().get(pathOf(invited.linkId));
    expect(text).toContain('<html lang="de"');
    expect(text).toContain('<h1>Willkommen bei Nordwind &lt;AG&gt;</h1>');
    const short = await web.nobody().post(pathOf(invited.linkId), { password: 'kurz', password_again: 'kurz' });
    expect(wordsOf(short.text)).toContain('mindestens 12 Zeichen');
    const id = own.people.rita.userId;
    await inTenant(web.orm, own.id, (em) => em.nativeUpdate(UserEntity, { tenantId: own.id, id }, { language: 'en' }));
    expect((await web.nobody().get(pathOf(await resetOf(own)))).text).toContain('<h1>Set a new password</h1>');
  });

  it('of a link that is good for nothing is the browser’s, and does not reveal whose it was', async () => {
    const own = await aTenant();
    await speakGerman(own.id);
    const link = pathOf(await resetOf(own));
    await web.nobody().post(link, fields);
    const spent = await web.nobody().get(link);
    expect([spent.status, spent.text.includes('<html lang="en"')]).toEqual([409, true]);
    const asked = await web.nobody().get(link, { 'Accept-Language': 'de-CH,de;q=0.9' });
    expect(asked.text).toContain('<html lang="de"');
  });
});
