import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readMailPreferences } from '../../../src/host/identity/mail-preferences.ts';
import { agentsWithMail } from '../../../src/host/permissions/agents.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
});

const wishes = (who: 'agnes' | 'rita') =>
  inTenant(web.orm, tenant.id, (em) => readMailPreferences(em, tenant.id, tenant.people[who].userId));
const mailed = async () => (await inTenant(web.orm, tenant.id, (em) => agentsWithMail(em))).map(({ id }) => id);

describe('“Your mails” (R16)', () => {
  it('is found from the top of every page', async () => {
    expect((await web.as(tenant.people.rita).get('/desk')).text).toContain('href="/me"');
  });

  it('lets an agent opt out of the mails of the queue, and in again', async () => {
    const agnes = web.as(tenant.people.agnes);
    expect(await mailed()).toEqual([tenant.people.agnes.userId]);
    for (const time of [1, 2]) {
      expect([time, (await agnes.post('/me', { language: 'en' })).status]).toEqual([time, 303]);
    }
    expect(await wishes('agnes')).toEqual({ queueOptOut: true, language: 'en' });
    expect(await mailed()).toEqual([]);
    expect((await agnes.post('/me', { language: 'en', queue: 'mail' })).location).toBe('/me?saved');
    expect(await mailed()).toEqual([tenant.people.agnes.userId]);
  });

  it('says that the opt-out changes nothing while the queue has an address of its own', async () => {
    await inTenant(web.orm, tenant.id, (em) =>
      em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, { queueAddress: 'queue@own.test' }),
    );
    expect(wordsOf((await web.as(tenant.people.agnes).get('/me')).text)).toContain(
      'queue@own.test: mails about the queue go there',
    );
  });

  it('lets everybody choose their language; who is no agent has nothing else to choose', async () => {
    const rita = web.as(tenant.people.rita);
    expect((await rita.get('/me')).text).not.toContain('name="queue"');
    expect((await submit(rita, '/me', '/me', { language: 'de' })).status).toBe(303);
    expect(await wishes('rita')).toEqual({ queueOptOut: false, language: 'de' });
    expect((await rita.get('/me')).text).toMatch(/<option value="de" selected/);
  });

  it.each([[{ language: 'xx' }], [{}], [{ language: 'de', queue: 'everything' }], [{ language: ['de', 'fr'] }]])(
    'refuses %j, and changes nothing',
    async (fields) => {
      const answer = await web.as(tenant.people.agnes).post('/me', fields);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('There is a problem');
      expect(await wishes('agnes')).toEqual({ queueOptOut: false, language: 'en' });
    },
  );
});
