import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'rita'>;

beforeAll(async () => {
  web = await startTestWeb({ config: { publicUrl: 'https://desk.example' } });
  tenant = await createTenant(web.orm, { people: { rita: {} } });
});
afterAll(() => web.close());

const own = () => new URL(web.url).origin;

describe('a request that changes something', () => {
  it.each([
    { site: 'same-origin', accepted: true },
    { site: 'none', accepted: true },
    { site: 'same-site', accepted: false },
    { site: 'cross-site', accepted: false },
    { site: 'same-origin', origin: 'https://evil.example', accepted: true },
    { site: 'cross-site', origin: 'https://desk.example', accepted: false },
    { origin: 'https://desk.example', accepted: true },
    { origin: 'own', accepted: true },
    { origin: 'https://desk.example.evil.example', accepted: false },
    { origin: 'https://evil.example', accepted: false },
    { origin: 'null', accepted: false },
    { accepted: true },
  ])('Sec-Fetch-Site $site, Origin $origin: accepted $accepted', async ({ site, origin, accepted }) => {
    const headers = new Headers();
    if (site) headers.set('Sec-Fetch-Site', site);
    if (origin) headers.set('Origin', origin === 'own' ? own() : origin);
    const browser = web.as(tenant.people.rita);
    const answer = await browser.send('/sign-out-everywhere', { method: 'POST', headers });
    expect(answer.status).toBe(accepted ? 303 : 403);
    if (!accepted) {
      expect(answer.text).toContain('cross_origin');
      expect((await browser.get('/')).location).toBe('/desk');
    }
  });

  it('may be a sign-in from our own page only (login CSRF)', async () => {
    const answer = await web.nobody().post('/sign-in', {}, { 'Sec-Fetch-Site': 'cross-site' });
    expect(answer.status).toBe(403);
  });
});
