import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CDPSession, Page } from 'playwright-core';
import { inTenant } from '../../src/db/in-tenant.ts';
import { saveSecondStepRule } from '../../src/host/identity/second-step/second-step-rule.ts';
import { testDatabase } from '../support/databases.ts';
import { createTenant, type TestPerson, testPassword, type TestTenant } from '../support/people.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { setUpApp } from '../support/second-step.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { type Chromium, press, signIn, startChromium, type Visit, visit } from './chromium.ts';

let web: TestWeb;
let browser: Chromium;

beforeAll(async () => {
  web = await startTestWeb({ host: 'localhost' });
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
});

/** A profile with an authenticator of its own, which knows its owner and says yes. */
async function withAuthenticator(as?: Parameters<typeof visit>[2]): Promise<Visit & { device: Device }> {
  const open = await visit(browser, web, as);
  const session = await open.page.context().newCDPSession(open.page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { ...open, device: { session, authenticatorId } };
}

type Device = Readonly<{ session: CDPSession; authenticatorId: string }>;

/** Whether the owner proves themselves to their device: by a finger that it knows, or one that it does not. */
const knowsOwner = ({ session, authenticatorId }: Device, isUserVerified: boolean) =>
  session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto('/me/passkeys/new');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Your password').fill(testPassword);
  await press(page, 'button', 'Add the passkey');
}

const signOut = async (page: Page): Promise<void> => {
  await page.context().clearCookies();
  await page.goto('/sign-in');
};

const headline = (page: Page) => page.locator('h1').textContent();

describe.each(['a person of a tenant', 'one of the platform team'] as const)('%s', (who) => {
  let person: Pick<TestPerson, 'email' | 'password' | 'userId'> & { tenantId: string | null };
  let home: string;

  beforeEach(async () => {
    const platform = who === 'one of the platform team';
    home = platform ? 'Tenants' : 'How can we help?';
    person = platform
      ? { ...(await createPlatformPerson((await testDatabase()).ownerUrl)), tenantId: null }
      : (await createTenant(web.orm, { people: { rita: {} } })).people.rita;
  });

  it('adds a passkey, signs in with it alone, and uses it as the second step after the password', async () => {
    const { page, troubles, close } = await withAuthenticator({ as: person });
    await addPasskey(page, 'Work laptop');
    expect(await page.locator('.code-list li').count()).toBe(10);
    await press(page, 'link', 'Done');
    expect(await page.locator('main').innerText()).toMatch(/Work laptop \(passkey\)\s+added just now · never used/);

    await signOut(page);
    await press(page, 'button', 'Sign in with a passkey');
    expect(await headline(page)).toBe(home);

    await signOut(page);
    await signIn(page, person);
    expect(await headline(page)).toBe('Second step');
    await press(page, 'button', 'Use your passkey');
    expect(await headline(page)).toBe(home);
    await page.goto('/me/sign-in');
    expect(await page.locator('main').innerText()).toMatch(/last used just now/);

    await page.getByRole('link', { name: 'Remove Work laptop' }).click();
    await page.getByLabel('Your password').fill(testPassword);
    await press(page, 'button', 'Remove the passkey');
    await signOut(page);
    await signIn(page, person);
    expect(await headline(page)).toBe(home);
    expect(troubles).toEqual([]);
    await close();
  });
});

describe('a passkey', () => {
  let tenant: TestTenant<'rita' | 'tom'>;

  beforeEach(async () => {
    tenant = await createTenant(web.orm, { people: { rita: {}, tom: {} } });
  });

  it('signs in without a password only for whom its device has recognised', async () => {
    const { page, device, close } = await withAuthenticator({ as: tenant.people.rita });
    await addPasskey(page, 'Phone');
    await signOut(page);
    await knowsOwner(device, false);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.locator('[data-passkey-failed]').waitFor({ state: 'visible' });
    expect(await headline(page)).toBe('Sign in');
    await knowsOwner(device, true);
    await press(page, 'button', 'Sign in with a passkey');
    expect(await headline(page)).toBe('How can we help?');
    await close();
  });

  it('answers once: what was sent before is refused', async () => {
    const { page, close } = await withAuthenticator({ as: tenant.people.rita });
    await addPasskey(page, 'Phone');
    await signOut(page);
    const sent = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'));
    await press(page, 'button', 'Sign in with a passkey');
    const body = (await sent).postData() ?? '';
    const replay = await web.nobody().send('/sign-in/passkey', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect([replay.status, replay.headers.getSetCookie()]).toEqual([422, []]);
    expect(replay.text).toContain('This passkey was not accepted');
    await close();
  });

  it('of somebody else, or the answer to another question, is no second step', async () => {
    const { rita, tom } = tenant.people;
    const { page, close } = await withAuthenticator({ as: rita });
    await addPasskey(page, 'Rita’s phone');
    await setUpApp(web.orm, tom);
    // Tom's second step, answered by what Rita's device says to a sign-in of hers.
    await signOut(page);
    const sent = page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey'));
    await page.route('**/sign-in/passkey', (route) => route.abort());
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    const credential = new URLSearchParams((await sent).postData() ?? '').get('credential') ?? '';
    const toms = web.nobody();
    await toms.post('/sign-in', { email: tom.email, password: testPassword });
    expect((await toms.post('/sign-in/second-step/passkey', { credential })).status).toBe(422);
    await close();
  });

  it.each([
    '',
    '{}',
    'null',
    '[]',
    'x'.repeat(100_000),
    JSON.stringify({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} }),
    JSON.stringify({
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      response: { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA', attestationObject: 'AA' },
    }),
  ])('that is none is refused, and breaks nothing: %.60s', async (credential) => {
    const { rita, tom } = tenant.people;
    await setUpApp(web.orm, tom);
    const toms = web.nobody();
    await toms.post('/sign-in', { email: tom.email, password: testPassword });
    const added = { name: 'x', old_password: testPassword, credential };
    expect((await web.nobody().post('/sign-in/passkey', { credential })).status).toBe(422);
    expect((await toms.post('/sign-in/second-step/passkey', { credential })).status).toBe(422);
    expect((await web.as(rita).post('/me/passkeys/new', added)).status).toBe(422);
  });
});

it('Where a second step is demanded, a passkey is made before anything else, and the person is in', async () => {
  const { id, people } = await createTenant(web.orm, { people: { rita: {} } });
  const rule = { required: true, by: people.rita.userId };
  await inTenant(web.orm, id, (em) => saveSecondStepRule(em, id, rule));
  const { page, troubles, close } = await withAuthenticator();
  await signIn(page, people.rita);
  expect(await headline(page)).toBe('Set up a second step');
  await press(page, 'button', 'Create a passkey');
  expect(await headline(page)).toBe('Your recovery codes');
  await press(page, 'link', 'Continue');
  expect(await headline(page)).toBe('How can we help?');
  expect(troubles).toEqual([]);
  await close();
});

it('Without script, and under an address that passkeys are not made for, the page says so and everything else works', async () => {
  const { people } = await createTenant(web.orm, { people: { rita: {} } });
  const plain = await visit(browser, web, { script: false });
  await signIn(plain.page, people.rita);
  expect(await headline(plain.page)).toBe('How can we help?');
  await plain.page.goto('/me/passkeys/new');
  expect(await plain.page.locator('main').innerText()).toContain('This browser cannot create passkeys');
  await plain.close();
});
