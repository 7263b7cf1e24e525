import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clonedDatabase } from '../../support/databases.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';
import { anAlert, aTenant } from './console.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let web: TestWeb;
let tenant: Awaited<ReturnType<typeof aTenant>>;
let read: (path: string, language?: string) => Promise<{ text: string; words: string }>;
let send: (path: string, fields: Record<string, string>) => Promise<string>;

beforeAll(async () => {
  database = await clonedDatabase();
  web = await startTestWeb({ databaseUrl: database.appUrl, now: () => new Date('2026-03-01T12:00:00Z') });
  const petra = web.asPlatform(await createPlatformPerson(database.ownerUrl, 'Petra Lang'));
  tenant = await aTenant(web.orm, {
    name: 'Nordwind',
    terms: { maxAgents: 5, validUntil: '2027-02-01T00:00:00.000Z', flags: ['agent_portal'] },
  });
  read = async (path, language = 'de') => {
    const { text } = await petra.get(path, { 'Accept-Language': language });
    return { text, words: wordsOf(text) };
  };
  send = async (path, fields) => wordsOf((await petra.post(path, fields, { 'Accept-Language': 'de' })).text);
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

describe('The console in German', () => {
  it('is for whoever’s browser prefers it, at each request anew', async () => {
    expect((await read('/platform')).text).toContain('<html lang="de"');
    expect((await read('/platform', 'fr-FR,de;q=0.8,en;q=0.5')).text).toContain('<html lang="de"');
    expect((await read('/platform', 'fr-FR')).text).toContain('<html lang="en"');
    expect((await read('/platform', 'en-GB,de;q=0.5')).words).toContain('Last audit of the quotas');
  });

  it('says how a licence stands, and what is off', async () => {
    const { words } = await read('/platform');
    expect(words).toContain('aktiv bis 31. Jan. 2027');
    expect(words).toContain('Aus: Servicedesk, Geräte, E-Mails');
    expect(words).toContain('Agenten 0 von 5 vergeben');
    expect(words).toContain('E-Mails in diesem Monat 0 von 10.000 verbraucht');
    expect(words).toContain('Bisher ist keine Prüfung gelaufen.');
  });

  it('tells of alerts and changes', async () => {
    await anAlert(web.orm, tenant.id, { used: 1200, limit: 5 });
    await anAlert(web.orm, tenant.id, { kind: 'emails_used_up', period: '2026-02', limit: 10, dropped: 1019 });
    const { words } = await read('/platform/alerts');
    expect(words).toContain('Nordwind : 1.200 Agenten, die Lizenz erlaubt aber nur 5 Dauert an Beginn vor 2 Std.');
    expect(words).toContain('Alle 10 E-Mails für Februar 2026 sind verbraucht, 1.019 bisher entfallen');
    expect((await read('/platform/changes')).words).toMatch(
      /Nordwind Das System, [^,]+ Zum ersten Mal aktiviert Ablaufdatum: 31\. Jan\. 2027 Agenten: 5/,
    );
  });

  it('refuses a form in words that say what to do, with what was typed', async () => {
    const licence = { active: 'yes', seen_version: '1', max_agents: 'x', flags: 'spoon' };
    const words = await send(`${tenant.path}/licence`, licence);
    expect(words).toContain('Geben Sie eine ganze Zahl von 0 bis 100.000 ein.');
    expect(words).toContain('Wählen Sie nur Teile aus, die hier aufgeführt sind.');
    const made = await send('/platform/tenants/new', { name: 'Nord', slug: 'Nord!', administrator: 'A', email: 'a' });
    expect(made).toContain('Geben Sie 2 bis 40 Zeichen ein');
    expect(made).toContain('Mandanten anlegen und einladen');
  });

  it('says what suspending does, and what was done', async () => {
    expect((await read(`${tenant.path}/suspend`)).words).toContain('Lizenz von Nordwind aussetzen?');
    expect((await read(`${tenant.path}?done=licence_suspended`)).words).toContain('Die Lizenz ist ausgesetzt.');
    expect((await read('/platform/workflows')).words).toContain('Alle Workflows laufen');
  });
});
