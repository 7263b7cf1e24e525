import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import type { Browser } from '../../support/browser.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { setUpApp } from '../../support/second-step.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita'>;
let alma: Browser;

beforeAll(async () => {
  web = await startTestWeb();
});
beforeEach(async () => {
  const people = { alma: { permissions: ['settings:manage'] as const, name: 'Alma Admin' }, rita: {} };
  tenant = await createTenant(web.orm, { people });
  alma = web.as(tenant.people.alma);
});
afterAll(() => web.close());

const path = '/settings/sign-in';
const signIn = async (email: string) =>
  (await web.nobody().post('/sign-in', { email, password: testPassword })).location;
const logged = (kind: 'second_step_rule_changed' | 'second_step_reset') =>
  inTenant(web.orm, tenant.id, (em) => em.find(SettingsChangeEntity, { kind }, { orderBy: { at: 'asc' } }));

describe('Settings → Sign-in', () => {
  it('demands a second step of everybody from the next sign-in on, and no longer; both are logged', async () => {
    const { rita } = tenant.people;
    expect(wordsOf((await alma.get(path)).text)).toContain(
      '0 of 2 active people have a second step. You have none yet',
    );
    const signedIn = web.as(rita);
    await signedIn.get('/desk');
    const saved = await submit(alma, path, path, { second_step: 'required' });
    expect([saved.status, saved.location]).toEqual([303, `${path}?saved`]);
    expect((await alma.get(path)).text).toMatch(/value="required" id="second_step" checked/);
    expect(await signIn(rita.email)).toBe('/sign-in/set-up');
    expect((await signedIn.get('/desk')).status).toBe(200);
    await alma.post(path, { second_step: 'required' });
    await alma.post(path, {});
    expect(await signIn(rita.email)).toBe('/');
    expect((await logged('second_step_rule_changed')).map(({ before, after }) => [before, after])).toEqual([
      ['optional', 'required'],
      ['required', 'optional'],
    ]);
    const log = wordsOf((await alma.get('/settings/log?part=sign-in')).text);
    expect(log).toContain('Alma Admin changed whether everyone needs a second step to sign in');
  });

  it('counts who has one, in this tenant alone', async () => {
    const other = await createTenant(web.orm, { people: { olga: {} } });
    await setUpApp(web.orm, other.people.olga);
    await setUpApp(web.orm, tenant.people.alma);
    const words = wordsOf((await alma.get(path)).text);
    expect(words).toContain('1 of 2 active people have a second step.');
    expect(words).not.toContain('You have none yet');
  });

  it('takes nothing else for an answer', async () => {
    const answer = await alma.post(path, { second_step: 'sometimes' });
    expect([answer.status, wordsOf(answer.text).includes('Tick the box or leave it empty.')]).toEqual([422, true]);
  });
});

describe('a person’s second step', () => {
  const pathOf = (userId: string) => `/settings/users/${userId}/second-step`;

  it('is taken away by an administrator: sessions end, the person is mailed, and it is logged', async () => {
    const { rita } = tenant.people;
    await setUpApp(web.orm, rita);
    const signedIn = web.as(rita);
    await signedIn.get('/desk');
    expect(await signIn(rita.email)).toBe('/sign-in/second-step');
    const page = wordsOf((await alma.get(`/settings/users/${rita.userId}`)).text);
    expect(page).toContain('Second step: authenticator app.');
    const asked = await alma.get(pathOf(rita.userId));
    expect(wordsOf(asked.text)).toContain('make sure that it really is they who are asking');
    const done = await submit(alma, pathOf(rita.userId), pathOf(rita.userId));
    expect(done.location).toBe(`/settings/users/${rita.userId}?done=second_step_removed`);
    await alma.post(pathOf(rita.userId));
    expect((await signedIn.get('/desk')).status).toBe(303);
    expect(await signIn(rita.email)).toBe('/');
    expect((await logged('second_step_reset')).map(({ byId, userId }) => [byId, userId])).toEqual([
      [tenant.people.alma.userId, rita.userId],
    ]);
    const mails = await inTenant(web.orm, tenant.id, (em) => em.find(ServiceMailEntity, { aboutId: rita.userId }));
    expect(mails).toMatchObject([
      { kind: 'second_step_reset', recipientAddress: rita.email, fact: { by: 'Alma Admin' } },
    ]);
  });

  it('that is not there is not asked about, and of strangers nothing is found', async () => {
    const other = await createTenant(web.orm, { people: { olga: {} } });
    await setUpApp(web.orm, other.people.olga);
    expect((await alma.get(pathOf(tenant.people.rita.userId))).location).toBe(
      `/settings/users/${tenant.people.rita.userId}`,
    );
    for (const id of [other.people.olga.userId, 'nonsense']) {
      expect([(await alma.get(pathOf(id))).status, (await alma.post(pathOf(id))).status]).toEqual([404, 404]);
    }
    expect(await signIn(other.people.olga.email)).toBe('/sign-in/second-step');
  });
});
