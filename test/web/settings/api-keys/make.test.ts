import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { ApiKeyEntity } from '../../../../src/host/api-keys/api-key.ts';
import { findApiKey } from '../../../../src/host/api-keys/find-api-key.ts';
import type { Browser, FormFields } from '../../../support/browser.ts';
import { submit } from '../../../support/forms.ts';
import { createTenant, type TestTenant } from '../../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';
import { keysIn } from './office.ts';

const path = '/settings/api-keys/new';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes' | 'gone'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  tenant = await createTenant(web.orm, {
    people: {
      ada: { name: 'Ada Admin', permissions: ['settings:manage'] },
      agnes: { name: 'Agnes Agent', agent: true },
      gone: { active: false },
    },
  });
  ada = web.as(tenant.people.ada);
});

const rows = () => inTenant(web.orm, tenant.id, (em) => em.find(ApiKeyEntity, { tenantId: tenant.id }));
const typed = (): Record<string, string | string[]> => ({
  command_id: randomUUID(),
  name: 'Monitoring',
  scopes: ['tickets:read', 'tickets:write'],
  for: 'integration',
  email: '',
  permissions: ['tickets:create'],
  expires: '',
});
const send = (fields: FormFields) => ada.post(path, { ...typed(), ...fields });

describe('a key that is made', () => {
  it('for a person is shown once, works, and is listed without its text', async () => {
    const answer = await submit(ada, path, path, {
      name: 'Agnes’ script',
      for: 'person',
      email: tenant.people.agnes.email,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    const [key = '', ...more] = keysIn(answer);
    expect(more).toEqual([]);
    expect(answer.text).toContain(`data-copy="${key}"`);
    expect(await findApiKey(web.orm, key)).toMatchObject({
      tenantId: tenant.id,
      actor: { kind: 'user', id: tenant.people.agnes.userId },
      scopes: ['tickets:read'],
    });
    const list = await ada.get('/settings/api-keys');
    expect(keysIn(list)).toEqual([]);
    expect(list.text).not.toContain(key.slice(-49));
    const words = wordsOf(list.text);
    expect(words).toContain('Agnes’ script Active For Agnes Agent Read tickets');
    expect(words).toMatch(/itk_live_[0-9a-f]{8}… · created just now · expires \d+ \w+ 20\d\d/);
  });

  it('for an integration has the permissions that were ticked, and no end where none was typed', async () => {
    const answer = await send({ permissions: ['tickets:create', 'tickets:manage'] });
    const [key = ''] = keysIn(answer);
    const found = await findApiKey(web.orm, key);
    expect(found?.actor).toMatchObject({ kind: 'integration', permissions: ['tickets:create', 'tickets:manage'] });
    expect(await rows()).toMatchObject([{ name: 'Monitoring', expiresAt: null, createdBy: tenant.people.ada.userId }]);
    const words = await wordsAt(ada, '/settings/api-keys');
    expect(words).toContain('Integration: File tickets, Handle tickets Read tickets · Change tickets');
    expect(words).toContain('no expiry · last used just now');
  });

  it('ends with the last day that was typed', async () => {
    await send({ expires: '2099-12-31' });
    expect(await rows()).toMatchObject([{ expiresAt: new Date('2100-01-01T00:00:00Z') }]);
  });

  it('is told in the log and on the page of its person, without its text', async () => {
    const [key = ''] = keysIn(await send({ for: 'person', email: tenant.people.agnes.email }));
    const log = await ada.get('/settings/log?part=keys');
    expect(wordsOf(log.text)).toContain(
      'Ada Admin created the API key “Monitoring” for Agnes Agent just now now: Read tickets',
    );
    expect(log.text).not.toContain(key);
    expect(await wordsAt(ada, `/settings/users/${tenant.people.agnes.userId}`)).toContain(
      'created the API key “Monitoring”',
    );
  });
});

describe('the form sent twice', () => {
  it('makes one key, and says the second time that it was shown already', async () => {
    const form = typed();
    const first = await ada.post(path, form);
    expect(keysIn(first)).toHaveLength(1);
    const second = await ada.post(path, form);
    expect(second.status).toBe(409);
    expect(keysIn(second)).toEqual([]);
    expect(wordsOf(second.text)).toContain('This key has been shown already');
    expect(await rows()).toHaveLength(1);
  });

  it('at the same moment shows one key, once', async () => {
    const form = typed();
    const answers = await Promise.all([1, 2, 3, 4].map(() => ada.post(path, form)));
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409', '409', '409']);
    expect(answers.flatMap(keysIn)).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });
});

describe('what makes no sense', () => {
  it.each<[field: string, fields: FormFields, message: string]>([
    ['name', { name: ' ' }, 'Enter a name that says what uses the key.'],
    ['name', { name: 'x'.repeat(81) }, 'A name has at most 80 characters.'],
    ['name', { name: 'a\u0000b' }, 'the character U+0000 cannot be stored'],
    ['scopes', { scopes: [] }, 'Tick what the key can be used for.'],
    ['scopes', { scopes: ['tickets:read', 'everything'] }, 'Tick what the key can be used for.'],
    ['for', { for: 'everybody' }, 'Choose whom the key acts for.'],
    ['for', { for: undefined }, 'Choose whom the key acts for.'],
    ['email', { for: 'person', email: '' }, 'Enter the person’s e-mail address.'],
    ['email', { for: 'person', email: 'nobody@example.test' }, 'Nobody who is active here has this address.'],
    ['permissions', { permissions: [] }, 'Tick what the integration may do'],
    ['permissions', { permissions: ['tickets:create', 'platform:manage'] }, 'Tick only permissions that are listed'],
    ['permissions', { permissions: ['tickets:create', 'settings:manage'] }, 'Tick only permissions that are listed'],
    ['expires', { expires: 'soon' }, 'Enter a day from 2000 to 2200'],
    ['expires', { expires: '2020-01-01' }, 'This day has passed.'],
  ])(
    'in %s (%j) is refused beside its field, with what was typed, and no key is made',
    async (field, fields, message) => {
      const answer = await send({ name: 'What was typed', ...fields });
      expect(answer.status).toBe(422);
      const words = wordsOf(answer.text);
      expect(words).toContain('There is a problem');
      expect(words).toContain(message);
      expect(answer.text).toContain(`<a href="#${field}">`);
      expect(answer.text).toMatch(new RegExp(`id="${field}(-error)?"`));
      if (field !== 'name') expect(answer.text).toContain('value="What was typed"');
      expect(keysIn(answer)).toEqual([]);
      expect(await rows()).toEqual([]);
    },
  );

  it('in the person is one of another tenant or who is not active', async () => {
    const other = await createTenant(web.orm, { people: { otto: {} } });
    for (const email of [other.people.otto.email, tenant.people.gone.email]) {
      const answer = await send({ for: 'person', email });
      expect(answer.status).toBe(422);
      expect(wordsOf(answer.text)).toContain('Nobody who is active here has this address.');
    }
    expect(await rows()).toEqual([]);
  });
});
