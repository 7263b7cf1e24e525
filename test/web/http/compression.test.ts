import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, createKeyFor } from '../../support/api-keys.ts';
import { fill } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, permissions: ['settings:manage'] }, rita: {} },
  });
  const { userId: reporterId } = tenant.people.rita;
  for (let n = 1; n <= 25; n += 1) {
    const number = `TKT-${String(n).padStart(6, '0')}`;
    await writeTicket(web.orm, { tenantId: tenant.id, reporterId, by: reporterActor(reporterId), number });
  }
});
afterAll(() => web.close());

const encodingOf = async (path: string, accepted: string, headers: Record<string, string> = {}) => {
  const answer = await web.as(tenant.people.agnes).get(path, { 'Accept-Encoding': accepted, ...headers });
  return [answer.status, answer.headers.get('Content-Encoding'), answer.headers.get('Vary')];
};

describe('what was asked for', () => {
  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['identity', null],
    ['unheard-of', null],
  ])('comes in the best form that "Accept-Encoding: %s" names: %s', async (accepted, encoding) => {
    expect(await encodingOf('/tickets?view=all', accepted)).toEqual([
      200,
      encoding,
      expect.stringContaining('Accept-Encoding'),
    ]);
  });

  it('comes compressed from the API too', async () => {
    const key = await createKeyFor(web.orm, tenant.people.agnes);
    expect(await encodingOf('/public/v1/tickets?limit=25', 'br', bearer(key))).toEqual([
      200,
      'br',
      expect.stringContaining('Accept-Encoding'),
    ]);
  });

  it('is left as it is where it is short', async () => {
    expect(await encodingOf('/healthz', 'br')).toEqual([200, null, expect.anything()]);
  });
});

describe('the answer to a form', () => {
  it('is not compressed: it may show a secret', async () => {
    const browser = web.as(tenant.people.agnes);
    const page = '/settings/api-keys/new';
    const { action, fields } = await fill(browser, page, page, {
      name: 'Report',
      scopes: 'tickets:read',
      for: 'person',
      email: tenant.people.rita.email,
    });
    const shown = await browser.post(action, fields, { 'Accept-Encoding': 'gzip, br' });
    expect(shown.text).toMatch(/itk_live_/);
    expect([shown.status, shown.headers.get('Content-Encoding')]).toEqual([200, null]);
  });
});
