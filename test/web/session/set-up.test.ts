import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { accountToken } from '../../../src/host/identity/account-token.ts';
import { saveSecondStepRule } from '../../../src/host/identity/second-step/second-step-rule.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { inviteSomebody } from '../../host/identity/invited.ts';
import type { Browser } from '../../support/browser.ts';
import { fill } from '../../support/forms.ts';
import { createTenant, type TestPerson, testPassword, type TestTenant } from '../../support/people.ts';
import { codeOf, setUpApp, wrongCode } from '../../support/second-step.ts';
import { startTestWeb, testAccountKey, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let now = new Date();

beforeAll(async () => {
  web = await startTestWeb({ now: () => now });
});
afterAll(() => web.close());

const path = '/sign-in/set-up';

/** A tenant that demands a second step of everybody. */
async function strictTenant(): Promise<TestTenant<'alma' | 'rita'>> {
  const tenant = await createTenant(web.orm, {
    name: 'Nordwind <AG>',
    people: { alma: { permissions: ['settings:manage'] }, rita: {} },
  });
  const by = tenant.people.alma.userId;
  await inTenant(web.orm, tenant.id, (em) => saveSecondStepRule(em, tenant.id, { required: true, by }));
  return tenant;
}

async function signIn({ email }: Pick<TestPerson, 'email'>, next?: string): Promise<[Browser, string | null]> {
  const browser = web.nobody();
  const { location } = await browser.post('/sign-in', { email, password: testPassword, next });
  return [browser, location];
}

/** The secret that the page offers, as one types it into an app. */
const secretOn = (text: string): string => /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(text)?.[1] ?? '';

describe('where the tenant demands a second step', () => {
  it('whoever has none sets one up before anything else, and is in with recovery codes shown once', async () => {
    const { people } = await strictTenant();
    const [browser, location] = await signIn(people.rita, '/desk?view=all');
    expect(location).toBe(`${path}?next=%2Fdesk%3Fview%3Dall`);
    for (const page of ['/', '/desk', '/me/sign-in', '/me/authenticator']) {
      expect((await browser.get(page)).location).toMatch(/^\/sign-in/);
    }
    const page = await browser.get(location ?? '');
    expect(wordsOf(page.text)).toContain('Nordwind &lt;AG&gt; asks everyone for one more proof');
    const code = codeOf(secretOn(page.text), now);
    const { fields } = await fill(browser, location ?? '', path, {});
    const wrong = await browser.post(path, { ...fields, code: wrongCode(code) });
    expect([wrong.status, wrong.text.includes('href="#code">This code is wrong.')]).toEqual([422, true]);
    const again = codeOf(secretOn(wrong.text), now);
    expect(again).toBe(codeOf(secretOn((await browser.post(path, { ...fields, code: 'x' })).text), now));
    const done = await browser.post(path, { ...fields, code: again });
    expect(done.status).toBe(200);
    expect(done.text.match(/<li class="mono">[a-z2-9]{5}-[a-z2-9]{5}<\/li>/g)).toHaveLength(10);
    expect(done.text).toContain('href="/desk?view=all"');
    expect((await browser.get('/desk')).status).toBe(200);

    now = new Date(now.getTime() + 30_000);
    const [next, asked] = await signIn(people.rita);
    expect(asked).toBe('/sign-in/second-step');
    expect((await next.post('/sign-in/second-step', { code: codeOf(secretOn(wrong.text), now) })).location).toBe('/');
    const logged = await inTenant(web.orm, people.rita.tenantId, (em) =>
      em.find(SettingsChangeEntity, { userId: people.rita.userId }),
    );
    expect(logged.map(({ kind, subject }) => [kind, subject])).toEqual([['second_step_added', 'authenticator app']]);
  });

  it('whoever joins by an invitation sets one up, too', async () => {
    const { people } = await strictTenant();
    const { linkId } = await inviteSomebody(web.orm, people.alma);
    const browser = web.nobody();
    const password = 'four words in a row';
    const joined = await browser.post(`/account/${accountToken(testAccountKey, linkId)}`, {
      password,
      password_again: password,
    });
    expect([joined.status, joined.location]).toEqual([303, path]);
    expect((await browser.get('/desk')).location).toMatch(/^\/sign-in/);
    const { fields } = await fill(browser, path, path, {});
    const page = await browser.post(path, { ...fields, code: 'x' });
    const done = await browser.post(path, { ...fields, code: codeOf(secretOn(page.text), now) });
    expect(done.status).toBe(200);
    expect((await browser.get('/desk')).status).toBe(200);
  });

  it('whoever is signed in goes on; whoever has a second step is asked for it, and sets up no other', async () => {
    const tenant = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'] }, rita: {} } });
    const { alma, rita } = tenant.people;
    const before = web.as(rita);
    expect((await before.get('/desk')).status).toBe(200);
    await setUpApp(web.orm, alma);
    await inTenant(web.orm, tenant.id, (em) => saveSecondStepRule(em, tenant.id, { required: true, by: alma.userId }));
    expect((await before.get('/desk')).status).toBe(200);
    const [browser, location] = await signIn(alma);
    expect(location).toBe('/sign-in/second-step');
    expect((await browser.get(path)).location).toBe('/sign-in/second-step');
    expect((await browser.post(path, { code: '000000' })).location).toBe('/sign-in/second-step');
  });

  it('a secret that was offered to somebody else, is made up, or has ended is not taken', async () => {
    const { people } = await strictTenant();
    const [rita] = await signIn(people.rita);
    const [alma] = await signIn(people.alma);
    const theirs = await fill(alma, path, path, {});
    const own = await fill(rita, path, path, {});
    const secret = secretOn((await rita.get(path)).text);
    for (const offer of [theirs.fields['offer'], '', 'x', undefined]) {
      const answer = await rita.post(path, { offer, code: codeOf(secret, now) });
      expect([answer.status, wordsOf(answer.text).includes('This page was open for too long.')]).toEqual([422, true]);
    }
    const then = now;
    now = new Date(now.getTime() + 31 * 60_000);
    const late = await rita.post(path, { ...own.fields, code: '000000' });
    expect(wordsOf(late.text)).toContain('Scan the new QR code below.');
    now = then;
  });

  it('codes are guessed there no oftener than anywhere', async () => {
    const { people } = await strictTenant();
    const [browser] = await signIn(people.rita);
    const { fields } = await fill(browser, path, path, {});
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await browser.post(path, { ...fields, code: 'wrong' })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 429]);
  });
});
