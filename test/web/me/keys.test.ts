import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { findApiKey } from '../../../src/host/api-keys/find-api-key.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma' | 'rita' | 'tom'>;

beforeAll(async () => {
  web = await startTestWeb();
  const people = { alma: { permissions: ['settings:manage'] as const, name: 'Alma Admin' }, rita: {}, tom: {} };
  tenant = await createTenant(web.orm, { people });
});
afterAll(() => web.close());

const mailsTo = (userId: string) =>
  inTenant(web.orm, tenant.id, (em) => em.find(ServiceMailEntity, { aboutId: userId, kind: 'key_created' }));

/** Makes a key by the form of Settings, as Alma. */
const make = (email: string, name: string) =>
  submit(web.as(tenant.people.alma), '/settings/api-keys/new', '/settings/api-keys/new', {
    name,
    scopes: 'tickets:write',
    for: 'person',
    email,
  });

describe('one’s own keys', () => {
  it('are listed with what they may, who made them and when they were used, and end by one’s own hand', async () => {
    const { rita, alma } = tenant.people;
    expect((await make(rita.email, 'Billing <sync>')).status).toBe(200);
    const { key } = await createKeyFor(web.orm, rita, {
      name: 'Own report',
      scopes: ['tickets:read'],
      by: rita.userId,
    });
    await findApiKey(web.orm, key);
    const browser = web.as(rita);
    const words = wordsOf((await browser.get('/me/keys')).text);
    expect(words).toMatch(
      /Billing &lt;sync&gt; Active Change tickets itk_live_\w{8}… · created just now by Alma Admin · .*never used/,
    );
    expect(words).toMatch(/Own report Active Read tickets .* by you .* last used just now/);

    const link = /href="(\/me\/keys\/[^"]+\/revoke)"[^>]*>(?:(?!<\/a>).)*Own report/s.exec(
      (await browser.get('/me/keys')).text,
    )?.[1];
    const asked = await browser.get(link ?? '');
    expect(wordsOf(asked.text)).toContain('Revoke Own report?');
    const answer = await submit(browser, link ?? '', link ?? '');
    expect([answer.status, answer.location]).toEqual([303, '/me/keys?done=revoked']);
    expect(await findApiKey(web.orm, key)).toBeNull();
    expect((await browser.post(link ?? '')).status).toBe(303);
    expect((await browser.get(link ?? '')).location).toBe('/me/keys');
    const logged = await inTenant(web.orm, tenant.id, (em) =>
      em.find(SettingsChangeEntity, { kind: 'api_key_revoked' }),
    );
    expect(logged.map(({ byId, subject }) => [byId, subject])).toEqual([[rita.userId, 'Own report']]);
    expect(alma.userId).not.toBe(rita.userId);
  });

  it('are nobody else’s: neither those of others nor those of integrations are found there', async () => {
    const { rita, tom } = tenant.people;
    const toms = await createKeyFor(web.orm, tom, { name: 'Tom’s' });
    const integration = await createIntegrationKey(web.orm, tenant.id);
    const other = await createTenant(web.orm, { people: { olga: {} } });
    const theirs = await createKeyFor(web.orm, other.people.olga);
    const browser = web.as(rita);
    expect((await browser.get('/me/keys')).text).not.toContain('Tom’s');
    for (const { id, key } of [toms, integration, theirs]) {
      expect((await browser.get(`/me/keys/${id}/revoke`)).status).toBe(404);
      expect((await browser.post(`/me/keys/${id}/revoke`)).status).toBe(404);
      expect(await findApiKey(web.orm, key)).not.toBeNull();
    }
    expect((await browser.get('/me/keys/nonsense/revoke')).status).toBe(404);
  });

  it('are none for whoever has none', async () => {
    const { people } = await createTenant(web.orm, { licence: null, people: { nora: {} } });
    expect(wordsOf((await web.as(people.nora).get('/me/keys')).text)).toContain('No key acts for you');
  });
});

describe('a key that somebody else makes for a person', () => {
  it('is told to them by mail, made or replaced; one’s own is not', async () => {
    const { tom, alma } = tenant.people;
    await make(tom.email, 'Nightly report');
    expect(await mailsTo(tom.userId)).toMatchObject([
      {
        recipientAddress: tom.email,
        fact: { keyName: 'Nightly report', scopes: ['tickets:write'], by: 'Alma Admin' },
        state: 'waiting',
      },
    ]);
    const listed = (await web.as(alma).get('/settings/api-keys')).text;
    const rotate = /href="(\/settings\/api-keys\/[^"]+\/rotate)"[^>]*>(?:(?!<\/a>).)*Nightly report/s.exec(listed)?.[1];
    await submit(web.as(alma), rotate ?? '', rotate ?? '', { overlap: '0' });
    expect(await mailsTo(tom.userId)).toHaveLength(2);
    await make(alma.email, 'Own');
    expect(await mailsTo(alma.userId)).toEqual([]);
  });
});
