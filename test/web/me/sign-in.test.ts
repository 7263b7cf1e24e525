import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Account } from '../../../src/db/in-account.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { mostPasskeys } from '../../../src/host/identity/second-step/passkeys.ts';
import { type RemovedStep, removeSecondStep } from '../../../src/host/identity/second-step/second-steps.ts';
import { saveSecondStepRule } from '../../../src/host/identity/second-step/second-step-rule.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import type { Browser } from '../../support/browser.ts';
import { testDatabase } from '../../support/databases.ts';
import { fill, submit } from '../../support/forms.ts';
import { createTenant, testPassword } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { refusalOf } from '../../support/refusals.ts';
import { codeOf, setUpApp } from '../../support/second-step.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
const now = new Date();

beforeAll(async () => {
  web = await startTestWeb({ now: () => now });
});
afterAll(() => web.close());

type Person = Account & Readonly<{ email: string; browser: () => Browser }>;

async function somebody(): Promise<Person> {
  const { people } = await createTenant(web.orm, { people: { rita: { name: 'Rita Rabe' } } });
  return { ...people.rita, browser: () => web.as(people.rita) };
}

async function oneOfThePlatform(): Promise<Person> {
  const person = await createPlatformPerson((await testDatabase()).ownerUrl);
  return { ...person, tenantId: null, browser: () => web.asPlatform(person) };
}

const password = 'four words in a row';
const old = { old_password: testPassword };
const page = '/me/sign-in';
const signIn = (email: string, typed: string) => web.nobody().post('/sign-in', { email, password: typed });
const isIn = async (browser: Browser) => (await browser.get(page)).status === 200;
const secretOn = (text: string): string => /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1] ?? '';

describe.each([
  ['a person of a tenant', somebody],
  ['one of the platform team', oneOfThePlatform],
] as const)('%s', (_, make) => {
  it('changes their password with the old one, stays signed in here, and is signed out everywhere else', async () => {
    const person = await make();
    const [here, there] = [person.browser(), person.browser()];
    expect([await isIn(here), await isIn(there)]).toEqual([true, true]);
    const before = here.cookies.get('session');
    const typed = { ...old, password, password_again: password };
    const answer = await submit(here, '/me/password', '/me/password', typed);
    expect([answer.status, answer.location]).toEqual([303, `${page}?done=password_changed`]);
    expect(wordsOf((await here.get(answer.location ?? '')).text)).toContain('Your password has been changed.');
    expect(here.cookies.get('session')).not.toBe(before);
    expect(await isIn(there)).toBe(false);
    expect((await signIn(person.email, testPassword)).status).toBe(422);
    expect((await signIn(person.email, password)).status).toBe(303);
  });

  it('sets up an authenticator app with password and code, makes new recovery codes, and removes the app', async () => {
    const person = await make();
    const browser = person.browser();
    const offered = await browser.get('/me/authenticator');
    expect(offered.text).toMatch(/<svg class="qr"[^>]*><path d="M\d/);
    const { fields } = await fill(browser, '/me/authenticator', '/me/authenticator', old);
    const again = await browser.post('/me/authenticator', { ...fields, code: 'x' });
    const code = codeOf(secretOn(again.text), now);
    const done = await browser.post('/me/authenticator', { ...fields, code });
    expect(done.text.match(/<li class="mono">/g)).toHaveLength(10);
    expect(wordsOf((await browser.get(page)).text)).toMatch(/Authenticator app set up just now.*10 are left/);
    expect((await browser.get('/me/authenticator')).location).toBe(page);
    expect((await signIn(person.email, testPassword)).location).toBe('/sign-in/second-step');

    const renewed = await submit(browser, '/me/recovery-codes', '/me/recovery-codes', old);
    expect(renewed.text.match(/<li class="mono">/g)).toHaveLength(10);
    const first = /<li class="mono">([^<]+)/.exec(done.text)?.[1];
    expect(renewed.text).not.toContain(first);

    const removed = await submit(browser, '/me/authenticator/remove', '/me/authenticator/remove', old);
    expect(removed.location).toBe(`${page}?done=app_removed`);
    expect(wordsOf((await browser.get(page)).text)).toContain('Authenticator app not set up');
    expect((await signIn(person.email, testPassword)).location).toBe('/');
    expect((await browser.get('/me/recovery-codes')).location).toBe(page);
  });

  it('is asked for the password by each of these forms, which nobody can guess there', async () => {
    const person = await make();
    await setUpApp(web.orm, person);
    const browser = person.browser();
    const forms = ['/me/recovery-codes', '/me/authenticator/remove', '/me/password'];
    const typed = { password, password_again: password };
    for (const path of forms) {
      for (const [guess, words] of [
        ['', 'Enter your password.'],
        ['wrong', 'This is not your password.'],
      ] as const) {
        const answer = await browser.post(path, { ...typed, old_password: guess });
        expect([path, answer.status, answer.text.includes(`href="#old_password">${words}`)]).toEqual([path, 422, true]);
      }
    }
    const statuses = [];
    for (let n = 0; n < 8; n += 1) {
      statuses.push((await browser.post('/me/recovery-codes', { old_password: 'guess' })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 7 }, () => 422), 429]);
    expect((await browser.post('/me/recovery-codes', old)).status).toBe(429);
    expect((await signIn(person.email, testPassword)).status).toBe(429);
  });
});

describe('a password of one’s own', () => {
  it.each([
    [{ password: 'short', password_again: 'short' }, 'Use at least 12 characters.'],
    [{ password: 'passwordpassword', password_again: 'passwordpassword' }, 'This is among the first things'],
    [
      { password: 'rita rabe rita', password_again: 'rita rabe rita' },
      'Choose something that is not made of your name',
    ],
    [{ password, password_again: 'x' }, 'The two passwords are not the same.'],
    [{}, 'Enter a password.'],
  ])('that is not good enough is refused, and the old one stays: %j', async (typed, words) => {
    const person = await somebody();
    const browser = person.browser();
    const answer = await browser.post('/me/password', { ...old, ...typed });
    expect([answer.status, wordsOf(answer.text).includes(words)]).toEqual([422, true]);
    expect(answer.text).not.toContain(testPassword);
    expect((await signIn(person.email, testPassword)).status).toBe(303);
  });

  it('is told in the settings log', async () => {
    const person = await somebody();
    await person.browser().post('/me/password', { ...old, password, password_again: password });
    const logged = await inTenant(web.orm, person.tenantId ?? '', (em) => em.find(SettingsChangeEntity, {}));
    expect(logged.map(({ kind, byId }) => [kind, byId])).toEqual([['password_changed', person.userId]]);
  });
});

describe('a second step', () => {
  it('that is set up by many forms at once is set up once, with codes shown to one of them', async () => {
    const person = await somebody();
    const browser = person.browser();
    const { fields } = await fill(browser, '/me/authenticator', '/me/authenticator', old);
    const again = await browser.post('/me/authenticator', { ...fields, code: 'x' });
    const form = { ...fields, code: codeOf(secretOn(again.text), now) };
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => browser.post('/me/authenticator', form)));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409', '409', '409', '409']);
    expect(wordsOf((await browser.get(page)).text)).toContain('10 are left');
  });

  it('stays, of two that are removed at once, where the tenant demands one', async () => {
    const tenant = await createTenant(web.orm, { people: { rita: {} } });
    const { rita } = tenant.people;
    await setUpApp(web.orm, rita);
    const id = randomUUID();
    await inTenant(web.orm, tenant.id, async (em) => {
      const values = [tenant.id, rita.userId, id, Buffer.from(id)];
      await em.execute(
        `insert into account_passkey (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
         values (?, ?, ?, ?, '', 0, '{}', 'Phone', now())`,
        values,
      );
      await saveSecondStepRule(em, tenant.id, { required: true, by: rita.userId });
    });
    const remove = (step: RemovedStep) =>
      refusalOf(inTenant(web.orm, tenant.id, (em) => removeSecondStep(em, rita, step)));
    const met = await Promise.all([remove({ kind: 'totp' }), remove({ kind: 'passkey', id })]);
    expect(met.toSorted()).toEqual(['accepted', 'second_step_required']);
  });
});

describe('a passkey', () => {
  it('is refused to whoever has as many as one may have', async () => {
    const tenant = await createTenant(web.orm, { people: { rita: {} } });
    const { rita } = tenant.people;
    await inTenant(web.orm, tenant.id, (em) =>
      em.execute(
        `insert into account_passkey (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
         select ?::uuid, ?::uuid, gen_random_uuid(), decode(md5(n || ?), 'hex'), '', 0, '{}', 'Key ' || n, now()
         from generate_series(1, ?::int) n`,
        [tenant.id, rita.userId, rita.userId, mostPasskeys],
      ),
    );
    const form = { name: 'One more', old_password: testPassword, credential: '{}' };
    const { status, text } = await web.as(rita).post('/me/passkeys/new', form);
    expect([status, wordsOf(text).includes('Remove one first')]).toEqual([409, true]);
  });
});

describe('the last second step', () => {
  it('stays while the tenant demands one, which the page says', async () => {
    const tenant = await createTenant(web.orm, { people: { rita: {} } });
    const { rita } = tenant.people;
    await setUpApp(web.orm, rita);
    const rule = { required: true, by: rita.userId };
    await inTenant(web.orm, tenant.id, (em) => saveSecondStepRule(em, tenant.id, rule));
    const browser = web.as(rita);
    expect(wordsOf((await browser.get(page)).text)).toContain('Your organisation requires one');
    const kept = await browser.post('/me/authenticator/remove', old);
    expect([kept.status, wordsOf(kept.text).includes('Set up another one first')]).toEqual([409, true]);
    expect((await signIn(rita.email, testPassword)).location).toBe('/sign-in/second-step');
  });
});

it('Passkeys are offered where browsers make them, and nowhere else', async () => {
  const person = await somebody();
  expect((await person.browser().get(page)).text).not.toContain('/me/passkeys/new');
  expect((await person.browser().get('/sign-in')).text).not.toContain('data-passkey');
  expect(wordsOf((await person.browser().get('/me/passkeys/new')).text)).toContain(
    'browsers create no passkeys for it',
  );
  expect((await person.browser().post('/me/passkeys/new', { ...old, name: 'x', credential: '{}' })).status).toBe(422);
});
