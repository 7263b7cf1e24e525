import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { GroupEntity, GroupMemberEntity, GroupPermissionEntity } from '../../../src/host/permissions/group.ts';
import { ServiceMailEntity } from '../../../src/host/service-mail/service-mail.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { TenantEntity } from '../../../src/host/tenants/tenant.ts';
import type { Browser, FormFields } from '../../support/browser.ts';
import { testDatabase } from '../../support/databases.ts';
import { submit } from '../../support/forms.ts';
import { createTenant } from '../../support/people.ts';
import { createPlatformPerson, type TestPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';
import { randomDigits } from '../../support/random-digits.ts';

let web: TestWeb;
let petra: Browser;
let person: TestPlatformPerson;

beforeAll(async () => {
  web = await startTestWeb();
  person = await createPlatformPerson((await testDatabase()).ownerUrl);
  petra = web.asPlatform(person);
});
afterAll(() => web.close());

function filled(): Record<string, string> {
  const word = randomDigits();
  return {
    command_id: randomUUID(),
    name: `Customer ${word}`,
    slug: `c-${word}`,
    administrator: 'Ines Albrecht',
    email: `Ines.${word}@example.test`,
  };
}

const send = (fields: FormFields) => petra.post('/platform/tenants/new', fields);
const idIn = (location: string | null): string =>
  /^\/platform\/tenants\/([0-9a-f-]{36})\?/.exec(location ?? '')?.[1] ?? '';
const found = async (word: string | undefined) => wordsAt(petra, `/platform?q=${encodeURIComponent(word ?? '')}`);

/** Everything that was made for the tenant. */
function madeFor(id: string) {
  return inTenant(web.orm, id, async (em) => ({
    tenants: await em.find(TenantEntity, {}),
    users: await em.find(UserEntity, {}),
    groups: await em.find(GroupEntity, {}, { orderBy: { name: 'asc' } }),
    permissions: await em.find(GroupPermissionEntity, {}, { orderBy: { permission: 'asc' } }),
    members: await em.find(GroupMemberEntity, {}),
    mails: await em.find(ServiceMailEntity, {}, { orderBy: { id: 'asc' } }),
    log: await em.find(SettingsChangeEntity, {}),
  }));
}

describe('"New tenant"', () => {
  it('makes a tenant with its group Administrators, and invites the first of them', async () => {
    const { command_id: _, ...typed } = filled();
    const answer = await submit(petra, '/platform/tenants/new', '/platform/tenants/new', typed);
    expect(answer.status).toBe(303);
    expect(answer.location).toMatch(/\?done=tenant_opened$/);
    const id = idIn(answer.location);
    const made = await madeFor(id);
    expect(made.tenants).toMatchObject([{ id, name: typed.name, slug: typed.slug }]);
    expect(made.users).toMatchObject([
      { name: 'Ines Albrecht', email: typed.email?.toLowerCase(), active: false, passwordHash: null },
    ]);
    expect(made.groups.map(({ name }) => name)).toEqual(['Administrators', 'Everyone']);
    expect(made.permissions.map(({ permission }) => permission)).toEqual(['assets:manage', 'settings:manage']);
    expect(made.members).toHaveLength(1);
    expect(made.mails).toMatchObject([
      { kind: 'invitation', recipientAddress: typed.email?.toLowerCase(), fact: { invitedBy: null } },
    ]);
    expect(made.log).toEqual([]);
    const words = await wordsAt(petra, answer.location ?? '');
    expect(words).toContain('The tenant has been created. Its first administrator gets an invitation by e-mail.');
    expect(words).toContain('never licensed');
    expect(words).toContain('Ines Albrecht');
  });

  it('sent several times at once makes one tenant, one administrator and one mail', async () => {
    const fields = filled();
    const answers = await Promise.all([send(fields), send(fields), send(fields)]);
    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`)).size).toBe(1);
    const again = await send(fields);
    expect(again.location).toBe(answers[0].location);
    const made = await madeFor(idIn(again.location));
    expect([made.tenants.length, made.users.length, made.mails.length, made.groups.length]).toEqual([1, 1, 1, 2]);
  });

  it('sent again with other content is refused, and makes nothing', async () => {
    const fields = filled();
    expect((await send(fields)).status).toBe(303);
    const { name = '', slug = '' } = filled();
    const answer = await send({ ...fields, name, slug });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('This form has already created a tenant.');
    expect(await found(slug)).toContain('No tenant is called that');
  });

  it('refuses a short name that is taken, beside its field, with what was typed', async () => {
    const first = filled();
    await send(first);
    const answer = await send({ ...filled(), slug: first['slug'] });
    expect(answer.status).toBe(409);
    expect(wordsOf(answer.text)).toContain('Another tenant has this short name. Choose another one.');
    expect(answer.text).toContain('<a href="#slug">');
    expect(answer.text).toContain('id="slug-error"');
    expect(answer.text).toContain('value="Ines Albrecht"');
  });

  it('refuses an address that somebody signs in with, of a tenant or of the platform team, and makes nothing', async () => {
    const tenant = await createTenant(web.orm, { people: { rita: {} } });
    for (const email of [tenant.people.rita.email.toUpperCase(), person.email]) {
      const fields: Record<string, string> = { ...filled(), email };
      const answer = await send(fields);
      expect(answer.status).toBe(409);
      expect(answer.text).toContain('id="email-error"');
      expect(wordsOf(answer.text)).toContain('Somebody already signs in with this address');
      expect(await found(fields['slug'])).toContain('No tenant is called that');
    }
  });

  it('of three at once with the same short name makes one', async () => {
    const { slug } = filled();
    const answers = await Promise.all([1, 2, 3].map(() => send({ ...filled(), slug })));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['303', '409', '409']);
  });

  it('takes an address that is only invited elsewhere: whoever it is joins one of the tenants', async () => {
    const { email } = filled();
    for (const _ of [1, 2]) expect((await send({ ...filled(), email })).status).toBe(303);
  });

  it.each([
    ['name', '', 'Enter the name of the organisation.'],
    ['name', '\u200B', 'Enter the name of the organisation.'],
    ['name', 'x'.repeat(81), 'A name has at most 80 characters.'],
    ['name', 'a\u0000b', 'the character U+0000 cannot be stored'],
    ['slug', '', 'Enter 2 to 40 of the letters a to z'],
    ['slug', 'a', 'Enter 2 to 40 of the letters a to z'],
    ['slug', 'x'.repeat(41), 'Enter 2 to 40 of the letters a to z'],
    ['slug', 'Nord_Wind', 'Enter 2 to 40 of the letters a to z'],
    ['slug', '<script>', 'Enter 2 to 40 of the letters a to z'],
    ['administrator', ' ', 'Enter the first administrator’s name.'],
    ['email', '', 'Enter one e-mail address'],
    ['email', 'ines', 'Enter one e-mail address'],
    ['email', 'a@b.test, c@d.test', 'Enter one e-mail address'],
    ['email', 'a\u0000@b.test', 'Enter one e-mail address'],
  ])('says beside %s (%j) what to do, and makes nothing', async (field, value, message) => {
    const fields = { ...filled(), [field]: value };
    const answer = await send(fields);
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Error: ');
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(wordsOf(answer.text)).toContain(`There is a problem`);
    expect(wordsOf(answer.text)).toContain(message);
    expect(answer.text).not.toContain('<script>');
    const untouched = field === 'slug' ? fields['name'] : fields['slug'];
    expect(await found(untouched)).toContain('No tenant is called that');
  });

  it('names every field that is missing', async () => {
    const answer = await send({ command_id: 'x' });
    expect(answer.status).toBe(422);
    for (const field of ['name', 'slug', 'administrator', 'email'])
      expect(answer.text).toContain(`<a href="#${field}">`);
    expect(wordsOf(answer.text)).toContain('This form is out of date.');
  });
});

describe('Inviting an administrator again', () => {
  it('sends a new link, and the one before is good for nothing', async () => {
    const fields = filled();
    const { location } = await send(fields);
    const path = (location ?? '').replace(/\?.*/, '');
    const answer = await submit(petra, path, `${path}/invitations`);
    expect([answer.status, answer.location]).toEqual([303, `${path}?done=invitation_sent`]);
    const { mails } = await madeFor(idIn(location));
    expect(mails).toMatchObject([{ kind: 'invitation' }, { kind: 'invitation', fact: { invitedBy: null } }]);
    const links = await inTenant(web.orm, idIn(location), (em) =>
      em.execute<{ good: boolean }[]>('select spent_at is null as good from account_link order by id'),
    );
    expect(links.map(({ good }) => good)).toEqual([false, true]);
  });

  it('is for invited administrators only', async () => {
    const people = { ines: { permissions: ['settings:manage'] }, rita: { active: false }, gone: {} } as const;
    const tenant = await createTenant(web.orm, { people });
    const other = await createTenant(web.orm, { people });
    const path = `/platform/tenants/${tenant.id}`;
    expect((await petra.get(path)).text).not.toContain(`${path}/invitations`);
    const status = async (userId: string) => (await petra.post(`${path}/invitations`, { user_id: userId })).status;
    expect(await status(tenant.people.ines.userId)).toBe(409);
    expect(await status(tenant.people.rita.userId)).toBe(404);
    expect(await status(other.people.ines.userId)).toBe(404);
    expect(await status(randomUUID())).toBe(404);
    expect(await status('x')).toBe(422);
    expect((await madeFor(tenant.id)).mails).toEqual([]);
  });
});
