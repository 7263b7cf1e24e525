import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import type { Locale } from '../../../src/domain/locale.ts';
import { readPreferences } from '../../../src/host/identity/preferences.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { agentsWithMail } from '../../../src/host/permissions/agents.ts';
import { ItsmSettingsEntity } from '../../../src/settings/itsm-settings-row.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
});

const chosen = (who: 'agnes' | 'rita') =>
  inTenant(web.orm, tenant.id, (em) => readPreferences(em, tenant.id, tenant.people[who].userId));
const mailed = async () => (await inTenant(web.orm, tenant.id, (em) => agentsWithMail(em))).map(({ id }) => id);
const letTenant = (reads: { language?: Locale; timeZone?: string; queueAddress?: string }) =>
  inTenant(web.orm, tenant.id, (em) => em.nativeUpdate(ItsmSettingsEntity, { tenantId: tenant.id }, reads));
const nothing = { language: '', time_zone: '' };

describe('“Your preferences” (R16, R41)', () => {
  it('is found from the top of every page', async () => {
    expect((await web.as(tenant.people.rita).get('/desk')).text).toContain('href="/me"');
  });

  it('lets an agent opt out of the e-mails of the queue, and in again', async () => {
    const agnes = web.as(tenant.people.agnes);
    expect(await mailed()).toEqual([tenant.people.agnes.userId]);
    for (const time of [1, 2]) {
      expect([time, (await agnes.post('/me', nothing)).status]).toEqual([time, 303]);
    }
    expect(await chosen('agnes')).toEqual({ queueOptOut: true, language: null, timeZone: null });
    expect(await mailed()).toEqual([]);
    expect((await agnes.post('/me', { ...nothing, queue: 'mail' })).location).toBe('/me?saved');
    expect(await mailed()).toEqual([tenant.people.agnes.userId]);
  });

  it('says that the opt-out changes nothing while the queue has an address of its own', async () => {
    await letTenant({ queueAddress: 'queue@own.test' });
    expect(await wordsAt(web.as(tenant.people.agnes), '/me')).toContain(
      'queue@own.test: e-mails about the queue go there',
    );
  });

  it('lets everybody choose language and time zone; whoever is no agent has nothing else to choose', async () => {
    const rita = web.as(tenant.people.rita);
    expect((await rita.get('/me')).text).not.toContain('name="queue"');
    const sent = await submit(rita, '/me', '/me', { language: 'de', time_zone: 'Europe/Berlin' });
    expect(sent.status).toBe(303);
    expect(await chosen('rita')).toEqual({ queueOptOut: false, language: 'de', timeZone: 'Europe/Berlin' });
    const { text } = await rita.get('/me?saved');
    expect(text).toMatch(/<option value="de" selected/);
    expect(text).toMatch(/<option value="Europe\/Berlin" selected/);
    expect(text).toContain('<html lang="de"');
    expect(wordsOf(text)).toContain('Ihre Einstellungen sind gespeichert.');
  });

  it('speaks the organisation’s language until a person chooses another, and goes back to it', async () => {
    const rita = web.as(tenant.people.rita);
    expect(await wordsAt(rita, '/me')).toContain('As my organisation (none chosen: as my browser)');
    await letTenant({ language: 'de', timeZone: 'Europe/Vienna' });
    const german = await wordsAt(rita, '/me');
    expect(german).toContain('Wie meine Organisation (Deutsch)');
    expect(german).toContain('Wie meine Organisation (Europe/Vienna)');
    await rita.post('/me', { language: 'en', time_zone: '' });
    expect(await wordsAt(rita, '/me')).toContain('As my organisation (Deutsch)');
    await rita.post('/me', nothing);
    expect(await wordsAt(rita, '/me')).toContain('Wie meine Organisation (Deutsch)');
    expect(await chosen('rita')).toEqual({ queueOptOut: false, language: null, timeZone: null });
  });

  it('keeps a language that only own e-mail templates have on the list of whoever has chosen it', async () => {
    const id = tenant.people.agnes.userId;
    await inTenant(web.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { tenantId: tenant.id, id }, { language: 'fr', timeZone: 'Atlantis/Capital' }),
    );
    const agnes = web.as(tenant.people.agnes);
    const { text } = await agnes.get('/me');
    expect(text).toMatch(/<option value="fr" selected/);
    expect(wordsOf(text)).toContain('Français is used where your organisation has its own e-mail templates in it');
    const kept = { language: 'fr', time_zone: 'Atlantis/Capital' };
    expect((await agnes.post('/me', kept)).status).toBe(303);
    expect(await chosen('agnes')).toEqual({ queueOptOut: true, language: 'fr', timeZone: 'Atlantis/Capital' });
    expect((await web.as(tenant.people.rita).post('/me', kept)).status).toBe(422);
  });

  it.each([
    [{ language: 'xx', time_zone: '' }, 'Choose a language from the list.'],
    [{}, 'Choose a language from the list.'],
    [{ language: ['de', 'fr'], time_zone: '' }, 'Choose a language from the list.'],
    [{ language: 'de', time_zone: 'Mars/Olympus' }, 'There is no such time zone here. Choose one from the list.'],
    [{ language: 'de', time_zone: 'europe/berlin' }, 'There is no such time zone here.'],
    [{ language: 'de' }, 'There is no such time zone here.'],
    [{ ...nothing, queue: 'everything' }, 'Tick the box or leave it empty.'],
  ])('refuses %j, and changes nothing', async (fields, sentence) => {
    const answer = await web.as(tenant.people.agnes).post('/me', fields);
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('There is a problem');
    expect(wordsOf(answer.text)).toContain(sentence);
    expect(await chosen('agnes')).toEqual({ queueOptOut: false, language: null, timeZone: null });
  });
});
