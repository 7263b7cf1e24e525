import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { ApiKeyEntity } from '../../../../src/host/api-keys/api-key.ts';
import { countCall } from '../../../../src/host/api-keys/count-call.ts';
import { findApiKey } from '../../../../src/host/api-keys/find-api-key.ts';
import { deactivateUser } from '../../../../src/host/identity/people.ts';
import { createIntegrationKey, createKeyFor } from '../../../support/api-keys.ts';
import type { Browser } from '../../../support/browser.ts';
import { submit } from '../../../support/forms.ts';
import { createTenant, type TestTenant } from '../../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';
import { keysIn } from './office.ts';

const list = '/settings/api-keys';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes'>;
let ada: Browser;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());
beforeEach(async () => {
  const people = {
    ada: { name: 'Ada Admin', permissions: ['settings:manage'] },
    agnes: { name: 'Agnes Agent' },
  } as const;
  tenant = await createTenant(web.orm, { people });
  ada = web.as(tenant.people.ada);
});

const row = (id: string) =>
  inTenant(web.orm, tenant.id, (em) => em.findOneOrFail(ApiKeyEntity, { tenantId: tenant.id, id }));
const works = async (key: string): Promise<boolean> => (await findApiKey(web.orm, key)) !== null;
const hours = (n: number): Date => new Date(Date.now() + n * 3_600_000);

describe('revoking', () => {
  it('asks first, then ends the key with its next request; the list says so', async () => {
    const { id, key } = await createIntegrationKey(web.orm, tenant.id, { name: 'Old script' });
    const path = `${list}/${id}/revoke`;
    const words = await wordsAt(ada, path);
    expect(words).toContain('Revoke Old script?');
    expect(words).toContain('It has never been used.');
    expect(await works(key)).toBe(true);
    const answer = await submit(ada, path, path);
    expect([answer.status, answer.location]).toEqual([303, `${list}?done=revoked`]);
    expect(await works(key)).toBe(false);
    const after = await wordsAt(ada, `${list}?done=revoked`);
    expect(after).toContain('The key is revoked.');
    expect(after).toContain('No active keys');
    expect(after).toMatch(/No longer active Old script Revoked .* ended just now/);
    expect(await wordsAt(ada, '/settings/log')).toContain('Ada Admin revoked the API key “Old script”');
  });

  it('twice is once, and what is over cannot be asked for again', async () => {
    const { id } = await createIntegrationKey(web.orm, tenant.id);
    const path = `${list}/${id}/revoke`;
    expect((await ada.post(path)).status).toBe(303);
    const { revokedAt } = await row(id);
    expect((await ada.post(path)).status).toBe(303);
    expect((await row(id)).revokedAt).toEqual(revokedAt);
    for (const part of ['revoke', 'rotate']) {
      expect((await ada.get(`${list}/${id}/${part}`)).location).toBe(list);
    }
  });
});

describe('replacing', () => {
  it('shows a new key once; both work for a day, both are listed, as one integration', async () => {
    const old = await createIntegrationKey(web.orm, tenant.id, { name: 'Monitoring' });
    const path = `${list}/${old.id}/rotate`;
    const answer = await submit(ada, path, path);
    expect(answer.status).toBe(200);
    const [key = ''] = keysIn(answer);
    expect(wordsOf(answer.text)).toContain('The key that it replaces works until');
    const [before, after] = [await findApiKey(web.orm, old.key), await findApiKey(web.orm, key)];
    expect(after?.actor).toEqual(before?.actor);
    const { expiresAt } = await row(old.id);
    expect(Math.abs((expiresAt?.getTime() ?? 0) - hours(24).getTime())).toBeLessThan(60_000);
    const words = await wordsAt(ada, list);
    expect(words).toContain('Monitoring Active');
    expect(words).toContain('Monitoring Replaced, still active');
    expect(await wordsAt(ada, '/settings/log')).toContain('replaced the API key “Monitoring”');
  });

  it('ends the old one at once where that is chosen, and gives the new one the end that was typed', async () => {
    const old = await createKeyFor(web.orm, tenant.people.agnes);
    const path = `${list}/${old.id}/rotate`;
    const answer = await submit(ada, path, path, { overlap: '0', expires: '2099-12-31' });
    const [key = ''] = keysIn(answer);
    expect([await works(old.key), await works(key)]).toEqual([false, true]);
    const { replacedBy } = await row(old.id);
    expect(await row(replacedBy ?? '')).toMatchObject({ expiresAt: new Date('2100-01-01T00:00:00Z') });
  });

  it('sent twice makes one key, and a second wish after it is told that there is a new one', async () => {
    const old = await createKeyFor(web.orm, tenant.people.agnes);
    const path = `${list}/${old.id}/rotate`;
    const form = { command_id: randomUUID(), overlap: '24', expires: '' };
    const answers = await Promise.all([ada.post(path, form), ada.post(path, form)]);
    expect(answers.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409']);
    expect(answers.flatMap(keysIn)).toHaveLength(1);
    const again = await ada.post(path, { ...form, command_id: randomUUID() });
    expect(again.status).toBe(409);
    expect(wordsOf(again.text)).toContain('This key has expired or has already been replaced.');
    const count = await inTenant(web.orm, tenant.id, (em) => em.count(ApiKeyEntity, { tenantId: tenant.id }));
    expect(count).toBe(2);
  });

  it.each([
    ['overlap', { overlap: '1000' }, 'Choose how long the old key goes on working.'],
    ['overlap', { overlap: undefined }, 'Choose how long the old key goes on working.'],
    ['expires', { expires: '2020-01-01' }, 'This day has passed.'],
    ['expires', { expires: 'x' }, 'Enter a day from 2000 to 2200'],
  ])('with nonsense in %s (%j) is refused beside the field, and changes nothing', async (field, fields, message) => {
    const { id, key } = await createKeyFor(web.orm, tenant.people.agnes);
    const answer = await ada.post(`${list}/${id}/rotate`, { overlap: '24', expires: '', ...fields });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`<a href="#${field}">`);
    expect(wordsOf(answer.text)).toContain(message);
    expect(await row(id)).toMatchObject({ replacedBy: null, expiresAt: null });
    expect(await works(key)).toBe(true);
  });
});

describe('the list', () => {
  it('has the keys of whoever was deactivated, and those whose day has passed, among the ended', async () => {
    await createKeyFor(web.orm, tenant.people.agnes, { name: 'Script of Agnes' });
    await createKeyFor(web.orm, tenant.people.agnes, { name: 'Of yesterday', expiresAt: hours(-24) });
    const acting = { by: tenant.people.ada.userId, now: new Date() };
    await inTenant(web.orm, tenant.id, (em) => deactivateUser(em, tenant.id, tenant.people.agnes.userId, acting));
    const words = await wordsAt(ada, list);
    expect(words).toMatch(/No longer active .*Script of Agnes Revoked/);
    expect(words).toMatch(/No longer active .*Of yesterday (Expired|Revoked)/);
  });

  it('tells what each key and all together were used for this month, and the limits (R32)', async () => {
    const keys = [
      await createKeyFor(web.orm, tenant.people.agnes, { name: 'Reads a lot' }),
      await createIntegrationKey(web.orm, tenant.id, { name: 'Writes once' }),
    ];
    const [reads, writes] = await Promise.all(keys.map(({ key }) => findApiKey(web.orm, key)));
    if (!reads || !writes) throw new Error('The keys of this test are none');
    for (let n = 0; n < 3; n += 1) await countCall(web.orm, reads, 'read');
    await countCall(web.orm, writes, 'write');
    const words = await wordsAt(ada, list);
    expect(words).toContain('Requests per minute: 1,200 with one key, 3,000 in total.');
    expect(words).toContain('4 requests this month In the last 30 days: 3 reads and 1 write');
    expect(words).toMatch(/Reads a lot Active [^]* 3 requests this month In the last 30 days: 3 reads and 0 writes/);
    expect(words).toMatch(/Writes once Active [^]* 1 request this month In the last 30 days: 0 reads and 1 write/);
  });

  it('is nobody else’s', async () => {
    const other = await createTenant(web.orm, { people: { otto: {} } });
    await createKeyFor(web.orm, other.people.otto, { name: 'Their key' });
    expect(await wordsAt(ada, list)).not.toContain('Their key');
  });
});
