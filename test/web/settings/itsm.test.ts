import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readItsmSettings } from '../../../src/settings/itsm-settings.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import type { Browser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { submit } from '../../support/forms.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

const path = '/settings/itsm';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes' | 'rita'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());

async function newTenant(): Promise<void> {
  const people = { ada: { permissions: ['settings:manage'] }, agnes: { agent: true }, rita: {} } as const;
  tenant = await createTenant(web.orm, { people });
  ada = web.as(tenant.people.ada);
}

const settings = () => inTenant(web.orm, tenant.id, (em) => readItsmSettings(em, tenant.id));
const logged = async () =>
  (await inTenant(web.orm, tenant.id, (em) => em.findAll(SettingsChangeEntity, { orderBy: { id: 'asc' } }))).map(
    ({ kind, byId, before, after }) => ({ kind, byId, before, after }),
  );

describe('Settings → ITSM (R15, R16)', () => {
  beforeAll(newTenant);

  it('shows the next number without taking it', async () => {
    for (const time of [1, 2]) {
      const page = await ada.get(path);
      expect([time, page.status]).toEqual([time, 200]);
      expect(page.text).toMatch(/data-prefix-end="-000001"[^>]*>TKT-000001</);
    }
  });

  it('says how many mails a new ticket uses', async () => {
    expect(wordsOf((await ada.get(path)).text)).toContain(
      'A new ticket uses 2 e-mails: one to its reporter, one to the only agent.',
    );
    await submit(ada, path, path, { queue_address: 'it@example.test' });
    expect(wordsOf((await ada.get(path)).text)).toContain('one to the queue address');
  });

  it('saves the prefix, once for a form that is sent twice, and keeps who did it', async () => {
    const fields = { ticket_prefix: 'HELP', queue_address: 'it@example.test', seen_ticket_prefix: 'TKT' };
    const form = { ...fields, seen_queue_address: 'it@example.test' };
    for (const time of [1, 2]) {
      const answer = await ada.post(path, form);
      expect([time, answer.status, answer.location]).toEqual([time, 303, '/settings/itsm?saved']);
    }
    expect(await settings()).toMatchObject({ ticketPrefix: 'HELP', queueAddress: 'it@example.test' });
    const byId = tenant.people.ada.userId;
    expect(await logged()).toEqual([
      { kind: 'queue_address_changed', byId, before: null, after: 'it@example.test' },
      { kind: 'prefix_changed', byId, before: 'TKT', after: 'HELP' },
    ]);
    const page = await ada.get('/settings/itsm?saved');
    expect(page.text).toContain('HELP-000001');
    expect(wordsOf(page.text)).toContain('The settings are saved.');
  });

  it('is for administrators only', async () => {
    for (const person of [tenant.people.agnes, tenant.people.rita]) {
      expect((await web.as(person).get(path)).status).toBe(403);
      expect((await web.as(person).post(path, { ticket_prefix: 'HACK' })).status).toBe(403);
    }
    expect((await settings()).ticketPrefix).toBe('HELP');
  });
});

describe('what cannot be saved', () => {
  beforeAll(newTenant);

  it.each([
    ['help'],
    ['H'],
    ['ABCDEFGHIJK'],
    ['1HELP'],
    ['HE LP'],
    ['HE-LP'],
    ['ÄRGER'],
    ['<script>alert(1)</script>'],
    [''],
    ['HELP\u0000'],
  ])('the prefix %j stands beside its field with what to do', async (prefix) => {
    const answer = await submit(ada, path, path, { ticket_prefix: prefix });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Error: ');
    expect(answer.text).toContain('id="ticket_prefix-error"');
    expect(wordsOf(answer.text)).toContain(
      'Enter 2 to 10 capital letters (A to Z) and digits, beginning with a letter',
    );
    expect(answer.text).not.toContain('<script>alert');
    expect(await settings()).toMatchObject({ ticketPrefix: 'TKT', queueAddress: null });
    expect(await logged()).toEqual([]);
  });

  it.each([['nobody'], ['a@b, c@d'], ['a@b\r\nBcc: x@y'], ['"a b"@example.test'], [`${'x'.repeat(250)}@example.test`]])(
    'the queue address %j neither, and what was typed stays',
    async (address) => {
      const answer = await submit(ada, path, path, { queue_address: address });
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('id="queue_address-error"');
      expect(await settings()).toMatchObject({ ticketPrefix: 'TKT', queueAddress: null });
    },
  );

  it('a value that somebody else has changed meanwhile is told, not overwritten', async () => {
    const typed = { ticket_prefix: 'MINE', queue_address: '', seen_ticket_prefix: 'OLD', seen_queue_address: '' };
    const answer = await ada.post(path, typed);
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain('Somebody has set this to TKT in the meantime');
    expect(answer.text).toContain('value="MINE"');
    expect((await settings()).ticketPrefix).toBe('TKT');
  });

  it('two who change different settings both get through', async () => {
    const seen = { seen_ticket_prefix: 'TKT', seen_queue_address: '' };
    const answers = await Promise.all([
      ada.post(path, { ...seen, ticket_prefix: 'BOTH', queue_address: '' }),
      web.as(tenant.people.ada).post(path, { ...seen, ticket_prefix: 'TKT', queue_address: 'q@example.test' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await settings()).toMatchObject({ ticketPrefix: 'BOTH', queueAddress: 'q@example.test' });
  });
});

describe('in whose name mails are sent, and where answers go', () => {
  beforeAll(newTenant);

  it('is kept and logged, and can be taken back', async () => {
    const named = { sender_name: ' IT of  Nordwind ', reply_to: 'it@nordwind.test' };
    expect((await submit(ada, path, path, named)).status).toBe(303);
    expect(await settings()).toMatchObject({ senderName: 'IT of Nordwind', replyTo: 'it@nordwind.test' });
    expect((await submit(ada, path, path, { sender_name: '', reply_to: '' })).status).toBe(303);
    expect(await settings()).toMatchObject({ senderName: null, replyTo: null });
    expect((await logged()).map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['sender_name_changed', null, 'IT of Nordwind'],
      ['reply_to_changed', null, 'it@nordwind.test'],
      ['sender_name_changed', 'IT of Nordwind', null],
      ['reply_to_changed', 'it@nordwind.test', null],
    ]);
  });

  it.each([
    ['sender_name', 'x'.repeat(81)],
    ['sender_name', 'IT\u0000'],
    ['sender_name', '\u200b'],
    ['reply_to', 'nobody'],
    ['reply_to', 'a@b\r\nBcc: x@y'],
  ])('refuses the %s %j beside its field', async (field, value) => {
    const answer = await submit(ada, path, path, { [field]: value });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`id="${field}-error"`);
    expect(await settings()).toMatchObject({ senderName: null, replyTo: null });
  });

  it('that somebody else has set meanwhile is told, not overwritten', async () => {
    const answer = await submit(ada, path, path, { sender_name: 'First' });
    expect(answer.status).toBe(303);
    const stale = { ticket_prefix: 'TKT', seen_ticket_prefix: 'TKT', sender_name: 'Second', seen_sender_name: '' };
    const second = await ada.post(path, stale);
    expect(second.status).toBe(409);
    expect(second.text).toContain('id="sender_name-error"');
    expect(wordsOf(second.text)).toContain('Somebody has set this to First in the meantime');
  });
});

describe('the language and the time zone of the organisation (R41)', () => {
  beforeAll(newTenant);

  it('are kept and logged, count for whoever chose none, and can be taken back', async () => {
    const saved = await submit(ada, path, path, { language: 'de', time_zone: 'Europe/Berlin' });
    expect(saved.status).toBe(303);
    expect(await settings()).toMatchObject({ language: 'de', timeZone: 'Europe/Berlin' });
    const page = await ada.get(`${path}?saved`, { 'Accept-Language': 'en' });
    expect(page.text).toContain('<html lang="de"');
    expect(page.text).toMatch(/value="Europe\/Berlin" selected/);
    expect(wordsOf(page.text)).toContain('Die Einstellungen sind gespeichert.');
    const log = wordsOf((await ada.get('/settings/log?part=itsm')).text);
    expect(log).toMatch(/hat die Sprache der Organisation geändert .* jetzt: Deutsch/);
    expect(log).toMatch(/hat die Zeitzone der Organisation geändert .* jetzt: Europe\/Berlin/);

    expect((await submit(ada, path, path, { language: '', time_zone: 'UTC' })).status).toBe(303);
    expect(await settings()).toMatchObject({ language: null, timeZone: null });
    expect((await logged()).map(({ kind, before, after }) => [kind, before, after])).toEqual([
      ['language_changed', null, 'de'],
      ['time_zone_changed', null, 'Europe/Berlin'],
      ['language_changed', 'de', null],
      ['time_zone_changed', 'Europe/Berlin', null],
    ]);
    expect((await ada.get(path, { 'Accept-Language': 'en' })).text).toContain('<html lang="en"');
  });

  it.each([
    ['time_zone', 'Mars/Olympus_Mons'],
    ['time_zone', 'europe/berlin; drop table app_user'],
    ['time_zone', '+02:00'],
    ['language', 'fr'],
    ['language', 'xx'],
  ])('refuses the %s %j beside its field', async (field, value) => {
    const answer = await submit(ada, path, path, { [field]: value });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`id="${field}-error"`);
    expect(await settings()).toMatchObject({ language: null, timeZone: null });
  });

  it('that somebody else has set meanwhile are told, not overwritten', async () => {
    expect((await submit(ada, path, path, { time_zone: 'Asia/Tokyo' })).status).toBe(303);
    const stale = { ticket_prefix: 'TKT', seen_ticket_prefix: 'TKT', time_zone: 'Europe/Rome', seen_time_zone: '' };
    const second = await ada.post(path, stale);
    expect(second.status).toBe(409);
    expect(second.text).toContain('id="time_zone-error"');
    expect((await settings()).timeZone).toBe('Asia/Tokyo');
  });
});

describe('a setting that takes nothing too', () => {
  beforeAll(newTenant);

  it('takes away a setting that is sent empty, and keeps one that is not sent', async () => {
    await submit(ada, path, path, { queue_address: 'it@example.test', reply_to: 'it@example.test' });
    const seen = { seen_queue_address: 'it@example.test', seen_reply_to: 'it@example.test' };
    const { ticketPrefix } = await settings();
    const form = { ...seen, ticket_prefix: ticketPrefix, seen_ticket_prefix: ticketPrefix };
    expect((await ada.post(path, { ...form, queue_address: '' })).status).toBe(303);
    expect(await settings()).toMatchObject({ queueAddress: null, replyTo: 'it@example.test' });
  });
});
