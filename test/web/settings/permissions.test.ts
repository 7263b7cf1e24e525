import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { readGroups } from '../../../src/db/reading/settings-groups.ts';
import { permissions as allPermissions } from '../../../src/domain/permissions.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { locales } from '../../../src/domain/locale.ts';
import { translatorFor } from '../../../src/locales/translator.ts';
import { labelsOfPermissions } from '../../../web/settings/permissions/permission-labels.ts';
import type { Browser } from '../../support/browser.ts';
import { fill, submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

const path = '/settings/permissions';
const newPath = '/settings/permissions/new';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes' | 'rita'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  const people = { ada: { permissions: ['settings:manage'] }, agnes: { agent: true }, rita: {} } as const;
  tenant = await createTenant(web.orm, { people });
  ada = web.as(tenant.people.ada);
});

const groups = () => inTenant(web.orm, tenant.id, (em) => readGroups(em, { after: null, limit: 100 }));
const logged = () => inTenant(web.orm, tenant.id, (em) => em.findAll(SettingsChangeEntity));
const names = async () => (await groups()).map(({ name }) => name);

describe('Settings → Permissions (R8 to R10)', () => {
  it('lists the system groups, then the others by name, with permissions, members and seats in words', async () => {
    for (const name of ['Zoo keepers', 'Asset team']) {
      await submit(ada, newPath, newPath, { name, permissions: 'assets:manage' });
    }
    const page = await ada.get(path);
    expect(page.status).toBe(200);
    const words = wordsOf(page.text);
    expect(words).toMatch(/1 of 10 agents/);
    expect(words).toMatch(
      /Everyone System group Includes everyone File tickets ITSM Agent System group 1 member File tickets, Handle tickets, Close tickets Asset team 0 members Manage assets .*Zoo keepers 0 members/,
    );
    expect(page.text).toMatch(/href="\/settings\/permissions" aria-current="page"/);
  });

  it('has words for every permission', () => {
    for (const locale of locales) {
      const labels = labelsOfPermissions(translatorFor(locale), allPermissions);
      expect(labels).toHaveLength(allPermissions.length);
      for (const { label, hint } of labels) {
        expect(label).toMatch(/^[A-Z].+[^.]$/);
        expect(hint).not.toBe('');
      }
    }
  });

  it('says a group without permissions has none', async () => {
    await submit(ada, newPath, newPath, { name: 'Idle' });
    expect(wordsOf((await ada.get(path)).text)).toContain('Idle 0 members No permissions');
  });

  it('is for administrators only', async () => {
    const group = (await groups())[1]?.id ?? '';
    const gets = [path, newPath, `${path}/${group}`];
    const posts = ['members', 'members/remove', 'permissions', 'name', 'delete'].map(
      (each) => `${path}/${group}/${each}`,
    );
    for (const person of [tenant.people.agnes, tenant.people.rita]) {
      const browser = web.as(person);
      for (const each of gets) expect([each, (await browser.get(each)).status]).toEqual([each, 403]);
      for (const each of [newPath, ...posts]) {
        const fields = { name: 'Mine', permissions: 'settings:manage', user_id: person.userId, confirmed: 'yes' };
        expect([each, (await browser.post(each, fields)).status]).toEqual([each, 403]);
      }
    }
    expect(await logged()).toEqual([]);
  });
});

describe('a new group', () => {
  it('is made with its permissions, kept in the log, and led to', async () => {
    const answer = await ada.post(newPath, {
      command_id: randomUUID(),
      name: '  Night   shift ',
      permissions: ['tickets:close', 'assets:manage'],
    });
    const made = (await groups()).find(({ name }) => name === 'Night shift');
    expect(answer.status).toBe(303);
    expect(answer.location).toBe(`${path}/${made?.id}?done=group_created`);
    expect(made?.permissions.toSorted()).toEqual(['assets:manage', 'tickets:close']);
    expect(wordsOf((await ada.get(answer.location ?? '')).text)).toContain('The group is created.');
    expect(await logged()).toMatchObject([
      { kind: 'group_created', subject: 'Night shift', byId: tenant.people.ada.userId },
    ]);
  });

  it('is made once by a form that is sent twice, at the same time too', async () => {
    const { action, fields } = await fill(ada, newPath, newPath, { name: 'Double' });
    const answers = await Promise.all([ada.post(action, fields), ada.post(action, fields), ada.post(action, fields)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    expect((await names()).filter((name) => name === 'Double')).toHaveLength(1);
    expect(await logged()).toHaveLength(1);
  });

  it('is another one when the form is gone back to and sent with another name', async () => {
    const { action, fields } = await fill(ada, newPath, newPath, { name: 'First' });
    await ada.post(action, fields);
    await ada.post(action, { ...fields, name: 'Second' });
    expect(await names()).toEqual(['Everyone', 'ITSM Agent', 'First', expect.stringContaining('Group of'), 'Second']);
  });

  it.each([
    ['empty', '', 'Enter a name for the group.'],
    ['blank', ' \u200b ', 'Enter a name for the group.'],
    ['too long', 'x'.repeat(81), 'A name has at most 80 characters.'],
    ['a control character', 'Night\u0000shift', 'the character U+0000 cannot be stored'],
  ])('is not made with a name that is wrong: %s', async (_why, name, message) => {
    const before = await names();
    const answer = await submit(ada, newPath, newPath, { name, permissions: 'assets:manage' });
    expect(answer.status).toBe(422);
    expect(wordsOf(answer.text)).toContain('There is a problem');
    expect(answer.text).toMatch(/id="name-error"/);
    expect(wordsOf(answer.text)).toContain(message);
    expect(answer.text).toMatch(/value="assets:manage"[^>]* checked/);
    expect(await names()).toEqual(before);
  });

  it('is not made with a name that is taken, and keeps what was typed', async () => {
    const answer = await submit(ada, newPath, newPath, { name: 'Everyone' });
    expect(answer.status).toBe(409);
    expect(answer.text).toMatch(/id="name-error"/);
    expect(wordsOf(answer.text)).toContain('Another group has this name.');
    expect(answer.text).toMatch(/id="name"[^>]* value="Everyone"/);
    expect(await logged()).toEqual([]);
  });

  it('is not made with a permission that does not exist, nor with a forged command', async () => {
    const before = await names();
    const unknown = await ada.post(newPath, { name: 'Gods', permissions: ['tickets:create', 'platform:manage'] });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toMatch(/id="permissions-error"/);
    const forged = await ada.post(newPath, { name: 'Gods', command_id: '1; drop table app_user' });
    expect(forged.status).toBe(422);
    expect(wordsOf(forged.text)).toContain('This form is out of date.');
    expect((await ada.post(newPath)).status).toBe(422);
    expect(await names()).toEqual(before);
  });

  it('is shown with its name escaped', async () => {
    const answer = await submit(ada, newPath, newPath, { name: '<script>alert(1)</script>' });
    for (const each of [path, answer.location ?? '']) {
      const { text } = await ada.get(each);
      expect(text).toContain('&lt;script&gt;alert(1)');
      expect(text).not.toContain('<script>alert(1)');
    }
  });
});
