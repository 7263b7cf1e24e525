import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { accountToken } from '../../../src/host/identity/account-token.ts';
import { deactivateUser } from '../../../src/host/identity/people.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { inviteSomebody, linkOf } from '../../host/identity/invited.ts';
import { testDatabase } from '../../support/databases.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, testAccountKey, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita'>;
beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'] }, rita: {} } });
});
afterAll(() => web.close());

const path = '/lost-password';

const ask = (email: string) => submit(web.nobody(), path, path, { email });

const mailsTo = (email: string, of = tenant.id) =>
  inTenant(web.orm, of, async (em) => {
    const mails = await em.find(ServiceMailEntity, { recipientAddress: email }, { orderBy: { createdAt: 'asc' } });
    return mails.map(({ kind }) => kind);
  });

describe('a lost password', () => {
  it('is set anew by a link that comes by mail, however the address is spelt', async () => {
    const { rita } = tenant.people;
    await ask(` ${rita.email.toUpperCase().replace('I', 'İ')} `);
    expect(await mailsTo(rita.email)).toEqual(['password_reset']);
    const link = `/account/${accountToken(testAccountKey, await linkOf(web.orm, rita))}`;
    const browser = web.nobody();
    const password = 'four words in a row';
    expect((await browser.post(link, { password, password_again: password })).location).toBe('/');
    expect((await browser.get('/desk')).status).toBe(200);
    const old = await web.nobody().post('/sign-in', { email: rita.email, password: testPassword });
    expect(old.status).toBe(422);
  });

  it('is answered alike whether the address has an account or not, and only an account gets a mail', async () => {
    const { people } = await createTenant(web.orm, {
      people: { alma: { permissions: ['settings:manage'] }, gone: {} },
    });
    const away = { by: people.alma.userId, now: new Date() };
    const { tenantId, userId } = people.gone;
    await inTenant(web.orm, tenantId, (em) => deactivateUser(em, tenantId, userId, away));
    const platform = await createPlatformPerson((await testDatabase()).ownerUrl);
    const asked = [
      tenant.people.alma.email,
      `${randomUUID()}@nowhere.test`,
      people.gone.email,
      platform.email,
      'nonsense',
    ];
    const said = new Set<string>();
    for (const email of asked) {
      const answer = await ask(email);
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([200, []]);
      said.add(answer.text.replaceAll(email, 'EMAIL'));
    }
    expect(said.size).toBe(1);
    expect(wordsOf([...said][0] ?? '')).toContain('If there is an account with EMAIL , a link is on its way to it.');
    expect(await mailsTo(people.gone.email, tenantId)).toEqual([]);
    expect(await mailsTo(platform.email)).toEqual([]);
  });

  it('is answered after the same time whether there is an account or not', async () => {
    for (const email of [tenant.people.alma.email, `${randomUUID()}@nowhere.test`]) {
      const began = performance.now();
      await ask(email);
      expect(performance.now() - began).toBeGreaterThan(490);
    }
  });

  it('gets whoever is only invited the invitation again, from every tenant that has invited them', async () => {
    const email = `nina.${randomUUID()}@example.test`;
    const other = await createTenant(web.orm, { people: { olga: { permissions: ['settings:manage'] } } });
    await inviteSomebody(web.orm, tenant.people.alma, { email });
    await inviteSomebody(web.orm, other.people.olga, { email });
    await ask(email);
    expect([await mailsTo(email), await mailsTo(email, other.id)]).toEqual([
      ['invitation', 'invitation'],
      ['invitation', 'invitation'],
    ]);
  });

  it('is asked for with an address, and so many times an hour for each', async () => {
    const empty = await web.nobody().post(path, { email: ' ' });
    expect([empty.status, empty.text.includes('href="#email">Enter your e-mail address.')]).toEqual([422, true]);
    for (const email of [tenant.people.alma.email, `${randomUUID()}@nowhere.test`]) {
      const statuses = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await web.nobody().post(path, { email })).status);
      expect(statuses.at(-1)).toBe(429);
    }
  });
});
