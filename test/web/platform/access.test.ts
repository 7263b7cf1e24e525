import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson, type TestPlatformPerson } from '../../support/platform.ts';
import { writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { platformRoutes } from '../../../web/platform/routes.ts';
import { anAlert } from './console.ts';

let web: TestWeb;
let tenant: TestTenant<'ines' | 'agnes' | 'rita'>;
let petra: TestPlatformPerson;
let routes: { method: string; path: string }[];

beforeAll(async () => {
  web = await startTestWeb();
  const all = ['settings:manage', 'assets:manage', 'tickets:create', 'tickets:manage', 'tickets:close'] as const;
  tenant = await createTenant(web.orm, { people: { ines: { permissions: all }, agnes: { agent: true }, rita: {} } });
  petra = await createPlatformPerson((await testDatabase()).ownerUrl);
  const alert = await anAlert(web.orm, tenant.id);
  routes = platformRoutes(web.deps).map(({ method, path }) => ({
    method,
    path: path.replace(':id', path.includes('/alerts/') ? alert : tenant.id),
  }));
});
afterAll(() => web.close());

describe('The console', () => {
  it('does not exist for people of tenants, administrators neither', async () => {
    expect(routes.length).toBeGreaterThanOrEqual(12);
    for (const person of Object.values(tenant.people)) {
      const browser = web.as(person);
      for (const { method, path } of routes) {
        const answer = method === 'GET' ? await browser.get(path) : await browser.post(path, { seen_version: '1' });
        expect([person.name, method, path, answer.status]).toEqual([person.name, method, path, 404]);
      }
      expect((await browser.get('/')).location).not.toBe('/platform');
    }
  });

  it('sends nobody to the sign-in and back, and takes no form from them', async () => {
    for (const { method, path } of routes) {
      if (method === 'GET') {
        const answer = await web.nobody().get(path);
        expect([answer.status, answer.location]).toEqual([303, `/sign-in?next=${encodeURIComponent(path)}`]);
      } else {
        expect((await web.nobody().post(path, { seen_version: '1' })).status).toBe(401);
      }
    }
  });

  it('is all that there is for the platform team: no ticket, no desk, no settings', async () => {
    const browser = web.asPlatform(petra);
    const { userId } = tenant.people.rita;
    const ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: userId, title: 'TOPSECRET' });
    for (const path of [
      '/tickets',
      '/tickets/new',
      `/tickets/${ticket.number}`,
      `/tickets/${ticket.id}`,
      '/desk',
      `/desk/${ticket.number}`,
      '/settings',
      '/settings/users',
    ]) {
      expect([path, (await browser.get(path)).status]).toEqual([path, 404]);
    }
    for (const { method, path } of routes) {
      if (method !== 'GET') continue;
      const { status, text } = await browser.get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain('TOPSECRET');
      expect(text).not.toContain(ticket.number);
    }
  });

  it('is where the platform team gets to by signing in; and ends with the sign-out', async () => {
    const browser = web.nobody();
    const answer = await browser.post('/sign-in', { email: petra.email, password: petra.password });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    expect((await browser.get('/')).location).toBe('/platform');
    expect((await browser.get('/platform')).status).toBe(200);
    await browser.post('/sign-out');
    expect((await browser.get('/platform')).status).toBe(303);
  });

  it('shows to everybody of the team the tenant that an address names, and 404 for what is no tenant', async () => {
    const browser = web.asPlatform(petra);
    expect((await browser.get(`/platform/tenants/${tenant.id.toUpperCase()}`)).status).toBe(200);
    for (const id of [randomUUID(), petra.userId, tenant.people.rita.userId, 'nordwind']) {
      expect((await browser.get(`/platform/tenants/${id}`)).status).toBe(404);
    }
  });
});
