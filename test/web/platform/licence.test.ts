import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type Flag, flags, type LicenceTerms } from '../../../src/domain/licence.ts';
import { LicenceChangeEntity } from '../../../src/host/licence/licence.ts';
import { readLicence } from '../../../src/host/licence/read-licence.ts';
import { GroupEntity, GroupPermissionEntity } from '../../../src/host/permissions/group.ts';
import { setPermissions } from '../../../src/host/permissions/groups.ts';
import type { Answer, Browser, FormFields } from '../../support/browser.ts';
import { testDatabase } from '../../support/databases.ts';
import { submit } from '../../support/forms.ts';
import { createTenant } from '../../support/people.ts';
import { createPlatformPerson, type TestPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { reporterActor, writeTicket } from '../../support/rows.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';
import { aTenant } from './console.ts';

let web: TestWeb;
let petra: Browser;
let paul: Browser;
let person: TestPlatformPerson;

beforeAll(async () => {
  web = await startTestWeb({ now: () => new Date('2026-11-20T12:00:00Z') });
  const { ownerUrl } = await testDatabase();
  person = await createPlatformPerson(ownerUrl, 'Petra Lang');
  petra = web.asPlatform(person);
  paul = web.asPlatform(await createPlatformPerson(ownerUrl, 'Paul Kern'));
});
afterAll(() => web.close());

const limits = { max_emails_month: '10000', calls_per_key: '1200', calls_per_tenant: '3000' };
const typed = { valid_until: '', max_agents: '10', ...limits, flags };
const licenceOf = (id: string) => inTenant(web.orm, id, (em) => readLicence(em, id));
const changesOf = (id: string) =>
  inTenant(web.orm, id, (em) => em.find(LicenceChangeEntity, { tenantId: id }, { orderBy: { version: 'asc' } }));

function send(browser: Browser, id: string, fields: FormFields): Promise<Answer> {
  return browser.post(`/platform/tenants/${id}/licence`, { active: 'yes', ...typed, ...fields });
}

async function groupsOf(id: string) {
  return inTenant(web.orm, id, async (em) => {
    const groups = await em.find(GroupEntity, { tenantId: id }, { orderBy: { name: 'asc' } });
    const permissions = await em.find(GroupPermissionEntity, { tenantId: id }, { orderBy: { permission: 'asc' } });
    return groups.map((group) => [
      group.name,
      permissions.filter(({ groupId }) => groupId === group.id).map(({ permission }) => permission),
    ]);
  });
}

describe('Activating by the form (R9, R11)', () => {
  it('opens what was ticked, with the quotas that were typed, and makes the system group', async () => {
    const tenant = await aTenant(web.orm);
    expect(await wordsAt(petra, tenant.path)).toContain('never licensed');
    const answer = await submit(petra, tenant.path, `${tenant.path}/licence`, {
      active: 'yes',
      valid_until: '2027-01-31',
      max_agents: '25',
      max_emails_month: '50,000',
      calls_per_key: '600',
    });
    expect([answer.status, answer.location]).toEqual([303, `${tenant.path}?done=licence_activated`]);
    const ticked: Flag = 'movement_link'; // the form's helper sends one box of a name: the last one
    expect(await licenceOf(tenant.id)).toEqual({
      active: true,
      validUntil: '2027-02-01T00:00:00.000Z',
      flags: [ticked],
      maxAgents: 25,
      maxEmailsMonth: 50_000,
      callsPerKey: 600,
      callsPerTenant: 3000,
      version: 1,
    });
    expect(await groupsOf(tenant.id)).toEqual([
      ['Everyone', ['tickets:create']],
      ['ITSM Agent', ['tickets:close', 'tickets:create', 'tickets:manage']],
    ]);
    const words = await wordsAt(petra, answer.location ?? '');
    expect(words).toContain('The licence is active. What it covers is open from now on.');
    expect(words).toContain('active until 31 Jan 2027');
    expect(words).toContain('Agents 0 of 25 in use');
  });

  it('offers everything ticked, ten agents, 10,000 mails and the standard limits of the API', async () => {
    const tenant = await aTenant(web.orm);
    const { text } = await petra.get(tenant.path);
    expect(text.match(/name="flags"[^>]* checked/g)).toHaveLength(7);
    expect(text).toMatch(/name="max_agents"[^>]* value="10"/);
    expect(text).toMatch(/name="max_emails_month"[^>]* value="10000"/);
    expect(text).toMatch(/name="calls_per_key"[^>]* value="1200"/);
    expect(text).toMatch(/name="calls_per_tenant"[^>]* value="3000"/);
    expect(text).toMatch(/name="valid_until" type="date" value=""/);
  });

  it('sent twice makes one change, and shows what was saved', async () => {
    const tenant = await aTenant(web.orm);
    const form = { seen_version: '0', max_agents: '7', flags: ['end_user_portal', 'agent_portal'] };
    const answers = await Promise.all([send(petra, tenant.id, form), send(petra, tenant.id, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await changesOf(tenant.id)).toHaveLength(1);
    expect(await licenceOf(tenant.id)).toMatchObject({ maxAgents: 7, flags: ['agent_portal', 'end_user_portal'] });
  });

  it('cannot be left half: a licence that is new is active', async () => {
    const tenant = await aTenant(web.orm);
    const answer = await send(petra, tenant.id, { seen_version: '0', active: 'no' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('This tenant has no licence yet. Press Activate to give it one.');
    expect(await licenceOf(tenant.id)).toBeNull();
  });
});

describe('Changing a licence', () => {
  it('keeps who changed what, when, from what to what, in words', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const change = {
      seen_version: '1',
      valid_until: '2027-06-30',
      max_agents: '12',
      flags: flags.filter((flag) => flag !== 'public_api'),
    };
    const answer = await send(petra, tenant.id, change);
    expect([answer.status, answer.location]).toEqual([303, `${tenant.path}?done=licence_saved`]);
    await send(paul, tenant.id, { seen_version: '2', max_emails_month: '20000', calls_per_key: '2,400' });
    const words = await wordsAt(petra, tenant.path);
    expect(words).toMatch(
      /Petra Lang, [^:]+ Expiry: from none to 30 Jun 2027 Agents: from 10 to 12 Public API: switched off/,
    );
    expect(words).toMatch(
      /Paul Kern, [^:]+ Expiry: from 30 Jun 2027 to none Agents: from 12 to 10 E-mails per month: from 10,000 to 20,000 API requests per minute, by one key: from 1,200 to 2,400 Public API: switched on/,
    );
    expect((await changesOf(tenant.id)).map(({ byId }) => byId === person.userId)).toEqual([false, true, false]);
  });

  it('that changes nothing leaves no trace', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    expect((await send(petra, tenant.id, { seen_version: '1' })).status).toBe(303);
    expect(await changesOf(tenant.id)).toHaveLength(1);
  });

  it('of two at once goes through for one; the other is told, with what was typed and what holds now', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const answers = await Promise.all([
      send(petra, tenant.id, { seen_version: '1', max_agents: '11' }),
      send(paul, tenant.id, { seen_version: '1', max_agents: '12', flags: ['agent_portal'] }),
    ]);
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['303', '409']);
    const [saved, refused] = answers[0].status === 303 ? ['11', answers[1]] : ['12', answers[0]];
    expect(await licenceOf(tenant.id)).toMatchObject({ version: 2, maxAgents: Number(saved) });
    const words = wordsOf(refused.text);
    expect(words).toContain('There is a problem Somebody has changed this licence in the meantime.');
    expect(words).toContain(`Somebody has changed this meanwhile; now: ${saved}.`);
    expect(refused.text).toMatch(new RegExp(`name="max_agents"[^>]* value="${saved === '11' ? '12' : '11'}"`));
    expect(refused.text).toContain('name="seen_version" value="2"');
    // What was typed is what is sent, once it has been looked at.
    expect((await send(paul, tenant.id, { seen_version: '2', max_agents: '12' })).status).toBe(303);
    expect(await licenceOf(tenant.id)).toMatchObject({ maxAgents: 12 });
  });

  it('below what is in use is saved, and says what follows; nobody loses access', async () => {
    const people = { ann: { agent: true }, ben: { agent: true } };
    const tenant = await createTenant(web.orm, { people });
    const answer = await send(petra, tenant.id, { seen_version: '1', max_agents: '1' });
    expect(answer.location).toBe(`/platform/tenants/${tenant.id}?done=licence_below_use`);
    const words = await wordsAt(petra, answer.location ?? '');
    expect(words).toContain('Nobody loses access; further grants are refused');
    expect(words).toContain('Agents 2 of 1 in use (1 over the licence)');
    for (const agent of [tenant.people.ann, tenant.people.ben]) {
      expect((await web.as(agent).get('/tickets')).status).toBe(200);
    }
  });

  it('of a licence that has ended keeps its last day, or sets a later one, but none that has passed', async () => {
    const ended = { validUntil: '2026-11-01T00:00:00.000Z' };
    const tenant = await aTenant(web.orm, { terms: ended });
    const change = { seen_version: '1', valid_until: '2026-10-31', max_agents: '3' };
    expect((await send(petra, tenant.id, change)).status).toBe(303);
    expect(await licenceOf(tenant.id)).toMatchObject({ ...ended, maxAgents: 3 });
    const passed = await send(petra, tenant.id, { seen_version: '2', valid_until: '2026-11-19' });
    expect(passed.status).toBe(422);
    expect(wordsOf(passed.text)).toContain('This day has passed.');
    expect((await send(petra, tenant.id, { seen_version: '2', valid_until: '2026-11-20' })).status).toBe(303);
    expect(await wordsAt(petra, tenant.path)).toContain('active until 20 Nov 2026');
  });

  it('of a suspended licence leaves it suspended, or activates it, but not up to a day that has passed', async () => {
    const terms: Partial<LicenceTerms> = { active: false, validUntil: '2026-11-01T00:00:00.000Z' };
    const tenant = await aTenant(web.orm, { terms });
    const change = { valid_until: '2026-10-31', max_agents: '4' };
    const saved = await send(petra, tenant.id, { ...change, seen_version: '1', active: 'no' });
    expect(saved.location).toBe(`${tenant.path}?done=licence_saved_suspended`);
    expect((await send(petra, tenant.id, { ...change, seen_version: '2' })).status).toBe(422);
    expect(await licenceOf(tenant.id)).toMatchObject({ active: false, maxAgents: 4 });
    const activated = await send(petra, tenant.id, { ...change, valid_until: '', seen_version: '2' });
    expect(activated.location).toBe(`${tenant.path}?done=licence_activated`);
  });
});

describe('What makes no sense', () => {
  const outOfDate = 'This form is out of date. Load the page again.';
  const agents = 'Enter a whole number from 0 to 100,000.';
  const mails = 'Enter a whole number from 0 to 100,000,000.';
  const calls = 'Enter a whole number from 1 to 1,000,000.';
  const day = 'Enter a day from 2000 to 2200 as year-month-day';
  const parts = 'Tick only parts that are listed here.';

  it.each<[field: string, value: string | string[] | undefined, message: string]>([
    ...['-1', '2,5', '2.5', '1e3', 'ten', '', '100001', '99999999999999999999', '0x10', ' ', '5\u0000'].map(
      (value): [string, string, string] => ['max_agents', value, agents],
    ),
    ['max_agents', undefined, agents],
    ['max_agents', ['1', '2'], agents],
    ...['-1', '0.5', '1,00', '100000001', '999999999999', 'many'].map((value): [string, string, string] => [
      'max_emails_month',
      value,
      mails,
    ]),
    ['max_emails_month', undefined, mails],
    ...['0', '-1', '1.5', '1000001', 'many', '', undefined].flatMap((value): [string, string | undefined, string][] => [
      ['calls_per_key', value, calls],
      ['calls_per_tenant', value, calls],
    ]),
    ...[
      '0000-01-01',
      '1999-12-31',
      '2201-01-01',
      '9999-12-31',
      '2027-02-30',
      '2027-13-01',
      '31.1.2027',
      'soon',
      '2027-01-31T00:00',
    ].map((value): [string, string, string] => ['valid_until', value, day]),
    ['valid_until', ['2027-01-31', '2028-01-31'], day],
    ['flags', ['agent_portal', 'everything'], parts],
    ['flags', '__proto__', parts],
    ['flags', '<script>alert(1)</script>', parts],
  ])('in %s (%j) is refused beside its field, and nothing is changed', async (field, value, message) => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const answer = await send(petra, tenant.id, { seen_version: '1', max_agents: '77', [field]: value });
    expect(answer.status).toBe(422);
    const words = wordsOf(answer.text);
    expect(words).toContain(`There is a problem ${message}`);
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(new RegExp(`id="${field}-error".*?</p>`, 's').exec(answer.text)?.[0]).toContain(message);
    expect(answer.text).not.toContain('<script>alert');
    if (field !== 'max_agents') expect(answer.text).toMatch(/name="max_agents"[^>]* value="77"/);
    expect(await licenceOf(tenant.id)).toMatchObject({ version: 1, maxAgents: 10 });
  });

  it.each([undefined, '', 'x', '-1', '1.5', '99999999999'])(
    'in the version that was seen (%j) is refused',
    async (seen) => {
      const tenant = await aTenant(web.orm, { terms: {} });
      for (const part of ['licence', 'suspend']) {
        const fields = { active: 'yes', ...typed, max_agents: '9', seen_version: seen };
        const answer = await petra.post(`${tenant.path}/${part}`, fields);
        expect(answer.status).toBe(422);
        expect(wordsOf(answer.text)).toContain(`There is a problem ${outOfDate}`);
      }
      expect(await licenceOf(tenant.id)).toMatchObject({ version: 1, active: true });
    },
  );

  it('in the button is refused', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const answer = await send(petra, tenant.id, { seen_version: '1', max_agents: '9', active: 'perhaps' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('Press one of the buttons');
  });

  it('shows several errors at once', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const answer = await send(petra, tenant.id, {
      seen_version: '1',
      max_agents: 'x',
      max_emails_month: 'y',
      valid_until: 'z',
    });
    for (const field of ['max_agents', 'max_emails_month', 'valid_until'])
      expect(answer.text).toContain(`href="#${field}"`);
    expect(answer.text).toContain('<title>Error: ');
  });

  it.each([randomUUID(), 'x', '00000000', `${randomUUID()}%00`, "'%20or%201=1"])(
    'as a tenant (%s) is not found',
    async (id) => {
      expect((await petra.get(`/platform/tenants/${id}`)).status).toBe(404);
      expect((await petra.get(`/platform/tenants/${id}/suspend`)).status).toBe(404);
      for (const part of ['licence', 'suspend', 'invitations']) {
        const fields = { active: 'yes', ...typed, seen_version: '0', user_id: randomUUID() };
        expect((await petra.post(`/platform/tenants/${id}/${part}`, fields)).status).toBe(404);
      }
    },
  );
});

describe('Suspending', () => {
  it('asks first and says what it does', async () => {
    const people = { ann: { agent: true }, rita: {}, gone: { active: false } };
    const tenant = await createTenant(web.orm, { people });
    const words = await wordsAt(petra, `/platform/tenants/${tenant.id}/suspend`);
    expect(words).toContain('2 active people');
    expect(words).toContain('Nothing is lost');
    expect(words).toContain('E-mails about tickets are not sent meanwhile');
    expect(words).toContain('The timers of tickets pause.');
    expect(await licenceOf(tenant.id)).toMatchObject({ active: true });
  });

  it('hides ITSM from the next request of people who are signed in; activating shows it again, with nothing lost', async () => {
    const tenant = await createTenant(web.orm, {
      people: { ann: { agent: true }, rita: {}, ines: { permissions: ['settings:manage'] } },
      licence: { maxAgents: 6 },
    });
    const path = `/platform/tenants/${tenant.id}`;
    const { rita } = tenant.people;
    const ticket = await writeTicket(web.orm, {
      tenantId: tenant.id,
      reporterId: rita.userId,
      by: reporterActor(rita.userId),
    });
    const browsers = { ann: web.as(tenant.people.ann), rita: web.as(rita), ines: web.as(tenant.people.ines) };
    const statuses = async () => [
      (await browsers.ann.get(`/tickets/${ticket.number}`)).status,
      (await browsers.rita.get(`/desk/${ticket.number}`)).status,
      (await browsers.ines.get('/settings')).status,
    ];
    expect(await statuses()).toEqual([200, 200, 303]);
    const before = await groupsOf(tenant.id);

    const answer = await submit(petra, `${path}/suspend`, `${path}/suspend`);
    expect([answer.status, answer.location]).toEqual([303, `${path}?done=licence_suspended`]);
    expect(await statuses()).toEqual([404, 404, 404]);
    expect(await wordsAt(petra, path)).toContain('suspended');
    expect(await licenceOf(tenant.id)).toMatchObject({ active: false, maxAgents: 6, flags: [...flags] });

    expect((await send(petra, tenant.id, { seen_version: '2', max_agents: '6' })).status).toBe(303);
    expect(await statuses()).toEqual([200, 200, 303]);
    expect(await groupsOf(tenant.id)).toEqual(before);
    expect(await wordsAt(petra, path)).toContain('Activated again');
  });

  it('sent again, or of what is suspended already, changes nothing', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    for (const _ of [1, 2]) {
      const answer = await petra.post(`${tenant.path}/suspend`, { seen_version: '1' });
      expect(answer.location).toBe(`${tenant.path}?done=licence_suspended`);
    }
    expect(await changesOf(tenant.id)).toHaveLength(2);
    const page = await petra.get(`${tenant.path}/suspend`);
    expect([page.status, page.location]).toEqual([303, `${tenant.path}?done=licence_missing`]);
  });

  it('of a licence that never was leads back', async () => {
    const tenant = await aTenant(web.orm);
    const answer = await petra.post(`${tenant.path}/suspend`, { seen_version: '0' });
    expect([answer.status, answer.location]).toEqual([303, `${tenant.path}?done=licence_missing`]);
    expect(await licenceOf(tenant.id)).toBeNull();
  });

  it('from a page that is not the newest is held, and says so', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    await send(paul, tenant.id, { seen_version: '1', max_agents: '12' });
    const answer = await petra.post(`${tenant.path}/suspend`, { seen_version: '1' });
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain('Somebody has changed this licence in the meantime.');
    expect(answer.text).toContain('name="seen_version" value="2"');
    expect(await licenceOf(tenant.id)).toMatchObject({ active: true });
  });
});

it('Permissions that an administrator took from Everyone do not come back with a new activation (R9)', async () => {
  const tenant = await aTenant(web.orm, { terms: {} });
  await inTenant(web.orm, tenant.id, async (em) => {
    const everyone = await em.findOneOrFail(GroupEntity, { tenantId: tenant.id, systemKey: 'everyone' });
    await setPermissions(em, tenant.id, { groupId: everyone.id, permissions: [], by: null });
  });
  await petra.post(`${tenant.path}/suspend`, { seen_version: '1' });
  expect((await send(petra, tenant.id, { seen_version: '2' })).status).toBe(303);
  expect((await groupsOf(tenant.id)).find(([name]) => name === 'Everyone')).toEqual(['Everyone', []]);
});
