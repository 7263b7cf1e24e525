import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account } from '../../../src/db/in-account.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { accountToken } from '../../../src/host/identity/account-token.ts';
import { changeOwnPassword } from '../../../src/host/identity/own-password.ts';
import { hashPassword } from '../../../src/host/identity/passwords.ts';
import { deactivateUser, sendLinkAgain } from '../../../src/host/identity/people.ts';
import { linkOf } from '../../host/identity/invited.ts';
import type { Browser } from '../../support/browser.ts';
import { testDatabase } from '../../support/databases.ts';
import { fill } from '../../support/forms.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { setUpApp, wrongCode } from '../../support/second-step.ts';
import { startTestWeb, testAccountKey, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma'>;
/** The clock of the pages: codes follow from it. */
let now = new Date();

beforeAll(async () => {
  web = await startTestWeb({ now: () => now });
  tenant = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'] } } });
});
afterAll(() => web.close());

const halfMinute = 30_000;
const path = '/sign-in/second-step';

type Person = Account & Readonly<{ email: string }>;

async function somebody(): Promise<Person> {
  const { people } = await createTenant(web.orm, { people: { rita: {} } });
  return people.rita;
}

async function oneOfThePlatform(): Promise<Person> {
  const { ownerUrl } = await testDatabase();
  return { ...(await createPlatformPerson(ownerUrl)), tenantId: null };
}

/** A browser in which the password of the person was right. */
async function halfway({ email }: Pick<Person, 'email'>, next?: string): Promise<Browser> {
  const browser = web.nobody();
  const answer = await browser.post('/sign-in', { email, password: testPassword, next });
  const wanted = next === undefined ? path : `${path}?next=${encodeURIComponent(next)}`;
  expect([answer.status, answer.location]).toEqual([303, wanted]);
  expect(browser.cookies.has('session')).toBe(false);
  return browser;
}

const isIn = async (browser: Browser): Promise<boolean> => (await browser.get('/me/sign-in')).status === 200;

describe.each([
  ['a person of a tenant', somebody, '/desk'],
  ['one of the platform team', oneOfThePlatform, '/platform'],
] as const)('%s with an authenticator app', (_, make, home) => {
  it('is let in by password and code, and by neither alone', async () => {
    const person = await make();
    const { codeAt } = await setUpApp(web.orm, person);
    const browser = await halfway(person);
    for (const page of ['/', home, '/me/sign-in']) {
      expect((await browser.get(page)).location).toMatch(/^\/sign-in/);
    }
    const { text } = await browser.get(path);
    expect(wordsOf(text)).toContain(`confirm that it is you, ${person.email}`);
    const answer = await browser.post(path, { code: codeAt(now) });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect(browser.cookies.has('sign-in-step')).toBe(false);
    expect((await browser.get('/')).location).toBe(home);
    const alone = await web.nobody().post(path, { code: codeAt(now) });
    expect([alone.status, alone.location]).toEqual([303, '/sign-in?ended']);
  });

  it('is let in by a recovery code once, however it is typed, and told how many are left', async () => {
    const person = await make();
    const { recoveryCodes } = await setUpApp(web.orm, person);
    const [first = '', second = ''] = recoveryCodes;
    const browser = await halfway(person, home);
    const answer = await browser.post(path, { next: home, code: ` ${first.toUpperCase().replace('-', ' ')} ` });
    expect([answer.status, answer.location]).toEqual([303, '/me/sign-in?done=code_used']);
    expect(wordsOf((await browser.get(answer.location ?? '')).text)).toContain('9 are left.');
    const again = await halfway(person);
    expect((await again.post(path, { code: first })).status).toBe(422);
    expect((await again.post(path, { code: second.replace('-', '') })).status).toBe(303);
  });
});

describe('a code', () => {
  it('is taken with a clock that is half a minute off, with spaces, and leads to the page that was asked for', async () => {
    for (const off of [-halfMinute, halfMinute]) {
      const person = await somebody();
      const { codeAt } = await setUpApp(web.orm, person);
      const browser = await halfway(person, '/desk?view=all');
      const code = codeAt(new Date(now.getTime() + off)).replace(/^.../, '$& ');
      const { fields } = await fill(browser, `${path}?next=%2Fdesk%3Fview%3Dall`, path, { code });
      expect((await browser.post(path, fields)).location).toBe('/desk?view=all');
    }
  });

  it('that is wrong, of another time or of another person is refused, and the page asks again', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const { codeAt } = await setUpApp(web.orm, person);
    const others = await setUpApp(web.orm, other);
    const browser = await halfway(person, '/desk');
    const right = [-1, 0, 1].map((n) => codeAt(new Date(now.getTime() + n * halfMinute)));
    const stale = [-4, 4].map((n) => codeAt(new Date(now.getTime() + n * halfMinute)));
    const codes = [wrongCode(...right), ...stale, others.recoveryCodes[0], '', '12345', '1234567', 'x'.repeat(10_000)];
    for (const code of codes) {
      if (code !== undefined && right.includes(code)) continue;
      const answer = await browser.post(path, { next: '/desk', code });
      expect([answer.status, wordsOf(answer.text).includes('This code is wrong or was used before.')]).toEqual([
        422,
        true,
      ]);
      expect(answer.text).toContain('name="next" value="/desk"');
    }
    expect(await isIn(browser)).toBe(false);
  });

  it('is not taken twice, nor one that is older than the last that was', async () => {
    const person = await somebody();
    const { codeAt } = await setUpApp(web.orm, person);
    const [older, newest] = [codeAt(new Date(now.getTime() - halfMinute)), codeAt(now)];
    expect((await (await halfway(person)).post(path, { code: newest })).status).toBe(303);
    for (const code of [newest, older]) {
      expect((await (await halfway(person)).post(path, { code })).status).toBe(422);
    }
    now = new Date(now.getTime() + halfMinute);
    expect((await (await halfway(person)).post(path, { code: codeAt(now) })).status).toBe(303);
  });

  it('that is sent twenty times at once lets in one browser', async () => {
    const person = await somebody();
    const { codeAt } = await setUpApp(web.orm, person);
    const browsers = [];
    for (let n = 0; n < 9; n += 1) browsers.push(await halfway(person));
    const answers = await Promise.all(browsers.map((browser) => browser.post(path, { code: codeAt(now) })));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual([
      '303',
      ...Array.from({ length: 8 }, () => '422'),
    ]);
  });

  it('can be guessed ten times in a quarter of an hour, in whichever browser; passkeys and others are not barred', async () => {
    const person = await somebody();
    const { codeAt, recoveryCodes } = await setUpApp(web.orm, person);
    for (let n = 0; n < 10; n += 1) {
      expect((await (await halfway(person)).post(path, { code: wrongCode(codeAt(now)) })).status).toBe(422);
    }
    const browser = await halfway(person);
    for (const code of [codeAt(now), recoveryCodes[0]]) {
      const refused = await browser.post(path, { code });
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(800);
    }
    const other = await somebody();
    const others = await setUpApp(web.orm, other);
    expect((await (await halfway(other)).post(path, { code: others.codeAt(now) })).status).toBe(303);
  });

  it('can be guessed so many times a day, however slowly', async () => {
    const patient = await startTestWeb({ throttle: { perAccount: 100, codesPerDay: 3 }, now: () => now });
    const person = await somebody();
    const { codeAt } = await setUpApp(web.orm, person);
    const browser = patient.nobody();
    await browser.post('/sign-in', { email: person.email, password: testPassword });
    const statuses = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await browser.post(path, { code: wrongCode(codeAt(now)) })).status);
    expect(statuses).toEqual([422, 422, 422, 429]);
    expect(wordsOf((await browser.post(path, { code: codeAt(now) })).text)).toContain('Try again in 24 hours.');
    await patient.close();
  });
});

describe('between the two steps', () => {
  const aWayIn = async () => {
    const person = await somebody();
    const { codeAt } = await setUpApp(web.orm, person);
    return { person, browser: await halfway(person), send: (b: Browser) => b.post(path, { code: codeAt(now) }) };
  };

  it('a new password, a deactivation and a sign-in of somebody else end it', async () => {
    const changed = await aWayIn();
    await changeOwnPassword(web.orm, changed.person, await hashPassword('another password of theirs'));
    expect((await changed.send(changed.browser)).location).toBe('/sign-in?ended');

    const gone = await aWayIn();
    const { tenantId, userId } = gone.person;
    const away = { by: userId, now: new Date() };
    await inTenant(web.orm, tenantId ?? '', (em) => deactivateUser(em, tenantId ?? '', userId, away));
    expect((await gone.send(gone.browser)).location).toBe('/sign-in?ended');

    const shared = await aWayIn();
    await shared.browser.post('/sign-in', { email: tenant.people.alma.email, password: testPassword });
    expect((await shared.send(shared.browser)).location).toBe('/sign-in?ended');
  });

  it('time runs out, which the sign-in says', async () => {
    const { browser, person } = await aWayIn();
    await web.orm.em.fork().execute('select session_close_all(?, ?)', [person.tenantId, person.userId]);
    const answer = await browser.get(path);
    expect(answer.location).toBe('/sign-in?ended');
    expect(wordsOf((await browser.get('/sign-in?ended')).text)).toContain('Your sign-in took too long. Start again.');
  });

  it('somebody else’s cookie or a made-up one leads nowhere', async () => {
    for (const cookie of ['', 'x', 'x'.repeat(4000), '\u00e9']) {
      const headers = { Cookie: `sign-in-step=${encodeURIComponent(cookie)}` };
      const answer = await web.nobody().send(path, { headers });
      expect([answer.status, answer.location]).toEqual([303, '/sign-in?ended']);
    }
  });
});

it('A link for a lost password stands for the password alone: the second step is asked for', async () => {
  const { people } = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'] }, rita: {} } });
  const { rita, alma } = people;
  const { codeAt } = await setUpApp(web.orm, rita);
  const acting = { by: alma.userId, now: new Date() };
  await inTenant(web.orm, rita.tenantId, (em) => sendLinkAgain(em, rita.tenantId, rita.userId, acting));
  const link = `/account/${accountToken(testAccountKey, await linkOf(web.orm, rita))}`;
  const browser = web.nobody();
  const password = 'four words in a row';
  const answer = await browser.post(link, { password, password_again: password });
  expect([answer.status, answer.location]).toEqual([303, path]);
  expect(await isIn(browser)).toBe(false);
  expect((await browser.post(path, { code: codeAt(now) })).location).toBe('/');
  expect(await isIn(browser)).toBe(true);
});
