import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { logSetting } from '../../../src/host/tenants/settings-log.ts';
import { createIntegrationKey } from '../../support/api-keys.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

const german = { 'Accept-Language': 'de-AT, en;q=0.5' };

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb();
  const people = {
    ada: { permissions: ['settings:manage'], name: 'Ada Admin' },
    agnes: { agent: true, name: 'Agnes <Agent>' },
  } as const;
  tenant = await createTenant(web.orm, { people });
  ada = web.as(tenant.people.ada);
});
afterAll(() => web.close());

const read = async (path: string) => (await ada.get(path, german)).text;

describe('Settings in German', () => {
  it.each([
    ['/settings/users', 'Benutzer', 'Suchen Alle 2 Aktiv 2'],
    ['/settings/users/new', 'Benutzer einladen', 'Einladung senden'],
    ['/settings/permissions', 'Berechtigungen', 'Systemgruppe Umfasst alle Tickets erstellen'],
    ['/settings/permissions/new', 'Neue Gruppe', 'Gruppe erstellen'],
    ['/settings/sign-in', 'Anmeldeeinstellungen', '0 von 2 aktiven Personen haben einen zweiten Schritt.'],
    ['/settings/itsm', 'ITSM-Einstellungen', 'Das nächste Ticket bekommt TKT-000001 .'],
    ['/settings/itsm/templates', 'E-Mail-Vorlagen', 'Neues Ticket, an die meldende Person'],
    [
      '/settings/itsm/templates/ticket.closed.reporter',
      'Geschlossen, an die meldende Person',
      'Test-E-Mail an mich senden',
    ],
    ['/settings/api-keys', 'API-Schlüssel', 'Keine aktiven Schlüssel'],
    ['/settings/api-keys/new', 'API-Schlüssel erstellen', 'Ein Programm ohne Person'],
    ['/settings/log', 'Protokoll der Einstellungen', 'Noch keine Änderungen'],
  ])('%s is called “%s”', async (path, title, words) => {
    const text = await read(path);
    expect(text).toContain(`<title>${title} · Uslimato ITSM</title>`);
    expect(text).toMatch(new RegExp(`<h1[^>]*>${title}</h1>`));
    expect(wordsOf(text)).toContain(words);
  });

  it('tells what deactivating somebody does', async () => {
    const page = `/settings/users/${tenant.people.agnes.userId}/deactivate`;
    const words = wordsOf(await read(page));
    expect(words).toContain('Agnes &lt;Agent&gt; deaktivieren?');
    expect(words).toContain('Agnes &lt;Agent&gt; bearbeitet keine aktiven Tickets.');
    expect(words).toContain('API-Schlüssel, die für die Person handeln, werden endgültig widerrufen.');
  });

  it('asks before somebody stops being an agent', async () => {
    const groups = await read('/settings/permissions');
    const group = /href="(\/settings\/permissions\/[0-9a-f-]{36})">ITSM Agent/.exec(groups)?.[1] ?? '';
    const asked = await ada.post(`${group}/members/remove`, { user_id: tenant.people.agnes.userId }, german);
    expect(wordsOf(asked.text)).toContain('Agnes &lt;Agent&gt; aus ITSM Agent entfernen?');
    expect(wordsOf(asked.text)).toContain(
      '1 Person ist dann kein Agent mehr: Agnes &lt;Agent&gt;. Ihnen sind keine aktiven Tickets zugewiesen.',
    );
  });

  it('tells in the log what was done, and names values in the reader’s language', async () => {
    const log = (change: Omit<Parameters<typeof logSetting>[2], 'byId'>) =>
      inTenant(web.orm, tenant.id, (em) => logSetting(em, tenant.id, { ...change, byId: tenant.people.ada.userId }));
    await log({ kind: 'permissions_changed', subject: '<b>Helfer</b>', before: [], after: ['tickets:create'] });
    await log({ kind: 'template_saved', subject: 'ticket.closed.reporter fr', before: null, after: 'Fini' });
    await log({ kind: 'template_saved', subject: 'Closed, to the reporter, English' });
    await log({ kind: 'second_step_rule_changed', before: 'optional', after: 'required' });
    const text = await read('/settings/log');
    expect(text).toContain('hat die Berechtigungen von &lt;b&gt;Helfer&lt;/b&gt; geändert');
    const words = wordsOf(text);
    expect(words).toMatch(/von nichts zu Tickets erstellen/);
    expect(words).toContain('hat die E-Mail „Geschlossen, an die meldende Person, Français“ geändert');
    expect(words).toContain('hat die E-Mail „Closed, to the reporter, English“ geändert');
    expect(words).toMatch(/von freiwillig zu vorgeschrieben/);
  });

  it('shows keys, and what became of a form', async () => {
    await createIntegrationKey(web.orm, tenant.id, { name: 'Überwachung' });
    const words = wordsOf(await read('/settings/api-keys?done=revoked'));
    expect(words).toContain('Der Schlüssel ist widerrufen.');
    expect(words).toMatch(
      /Überwachung Aktiv Integration: Tickets .* · erstellt gerade eben · ohne Ablauf · nie verwendet/,
    );
  });
});

describe('the former addresses of the e-mail templates', () => {
  it.each([
    ['/settings/templates', '/settings/itsm/templates'],
    [
      '/settings/templates/ticket.closed.reporter?language=de',
      '/settings/itsm/templates/ticket.closed.reporter?language=de',
    ],
  ])('%s leads to %s', async (former, now) => {
    const answer = await ada.get(former);
    expect([answer.status, answer.location]).toEqual([303, now]);
    expect((await ada.get(now)).status).toBe(200);
  });
});
