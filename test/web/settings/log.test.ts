import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { logSetting, type SettingsChange } from '../../../src/host/tenants/settings-log.ts';
import { settingsChangeKinds } from '../../../src/host/tenants/settings-change.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { logParts } from '../../../web/settings/log/log-parts.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes'>;

beforeAll(async () => {
  web = await startTestWeb();
  const people = { ada: { permissions: ['settings:manage'], name: 'Ada Admin' }, agnes: { agent: true } } as const;
  tenant = await createTenant(web.orm, { people });
});
afterAll(() => web.close());

const write = (change: Omit<SettingsChange, 'byId'>, of = tenant) =>
  inTenant(web.orm, of.id, (em) => logSetting(em, of.id, { ...change, byId: of.people.ada.userId }));
const read = async (path: string) => (await web.as(tenant.people.ada).get(path)).text;

describe('Settings → Log', () => {
  it('is empty at first, and says so', async () => {
    expect(wordsOf(await read('/settings/log'))).toContain('No changes yet');
  });

  it('tells who did what, from what to what, the newest first', async () => {
    await write({ kind: 'prefix_changed', before: 'TKT', after: 'HELP' });
    await write({
      kind: 'permissions_changed',
      subject: '<b>Helpers</b>',
      before: [],
      after: ['tickets:create', 'tickets:manage'],
    });
    await write({ kind: 'user_deactivated', userId: tenant.people.agnes.userId, before: 'active' });
    const html = await read('/settings/log');
    const words = wordsOf(html);
    expect(words).toMatch(/Ada Admin deactivated Agnes Example .* before: Active/);
    expect(html).toContain('changed the permissions of &lt;b&gt;Helpers&lt;/b&gt;');
    expect(words).toMatch(/from nothing to File tickets, Handle tickets/);
    expect(words).toMatch(/Ada Admin changed the ticket prefix .* from TKT to HELP/);
    expect(words.indexOf('deactivated')).toBeLessThan(words.indexOf('changed the ticket prefix'));
  });

  it('can be looked at in parts, which hold every kind once', async () => {
    expect(Object.values(logParts).flat().toSorted()).toEqual(settingsChangeKinds.toSorted());
    const itsm = wordsOf(await read('/settings/log?part=itsm'));
    expect(itsm).toContain('changed the ticket prefix');
    expect(itsm).not.toContain('deactivated');
    const people = wordsOf(await read('/settings/log?part=people'));
    expect(people).toContain('deactivated');
    expect(people).not.toContain('ticket prefix');
  });

  it('is walked in pages: nothing missed, nothing twice, nothing of another tenant', async () => {
    const other = await createTenant(web.orm, { people: { ada: { permissions: ['settings:manage'] }, agnes: {} } });
    for (let n = 1; n <= 120; n += 1) await write({ kind: 'group_created', subject: `Group no. ${n}.` });
    await write({ kind: 'group_created', subject: 'Of another tenant' }, other);
    const seen: string[] = [];
    let path: string | undefined = '/settings/log?part=permissions';
    while (path !== undefined) {
      const html = await read(path);
      expect(html).not.toContain('Of another tenant');
      seen.push(...[...html.matchAll(/created the group Group no\. (\d+)\./g)].map(([, n]) => n ?? ''));
      path = /href="([^"]*)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => String(120 - index)));
  });

  it('forgives an address that makes no sense', async () => {
    expect((await web.as(tenant.people.ada).get('/settings/log?part=x&before=y')).status).toBe(200);
  });
});
