import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'rita' | 'agnes' | 'ina' | 'tom'>;

beforeAll(async () => {
  web = await startTestWeb({ throttle: { perAccount: 4, perAddress: 1000, seconds: 900 } });
  const people = { rita: {}, agnes: { agent: true }, ina: { active: false }, tom: {} };
  tenant = await createTenant(web.orm, { people });
});
afterAll(() => web.close());

function signIn(email: string, password: string, next?: string) {
  return web.nobody().post('/sign-in', { email, password, next });
}

/** The page without what differs from request to request. */
function said(page: string): string {
  return page.replaceAll(/value="[^"]*"/g, '');
}

describe('signing in', () => {
  it('leads to where the person belongs: a reporter to the desk, an agent to the tickets', async () => {
    for (const [person, home] of [
      [tenant.people.rita, '/desk'],
      [tenant.people.agnes, '/tickets'],
    ] as const) {
      const browser = web.nobody();
      const answer = await browser.post('/sign-in', { email: person.email, password: testPassword });
      expect([answer.status, answer.location]).toEqual([303, '/']);
      expect((await browser.get('/')).location).toBe(home);
    }
  });

  it('takes the address in any case and with spaces around it', async () => {
    const answer = await signIn(` ${tenant.people.rita.email.toUpperCase()} `, testPassword);
    expect(answer.status).toBe(303);
  });

  it('takes the address in every spelling that counts as one', async () => {
    const name = tenant.people.rita.email.replace('i', 'İ');
    for (const email of [name, name.normalize('NFD')]) expect((await signIn(email, testPassword)).status).toBe(303);
  });

  it('goes on to the page that was asked for', async () => {
    const asked = await web.nobody().get('/desk?view=all');
    expect([asked.status, asked.location]).toEqual([303, '/sign-in?next=%2Fdesk%3Fview%3Dall']);
    const answer = await signIn(tenant.people.rita.email, testPassword, '/desk?view=all');
    expect(answer.location).toBe('/desk?view=all');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/\t/evil.example', 'javascript:alert(1)'])(
    'never goes on to another site: %s',
    async (next) => {
      expect((await signIn(tenant.people.rita.email, testPassword, next)).location).toBe('/');
      const shown = await web.as(tenant.people.rita).get(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(shown.location).toBe('/');
    },
  );

  it('answers alike for a wrong password, an unknown account and an inactive person, and gives no cookie', async () => {
    const wrong = await signIn(tenant.people.rita.email, 'wrong');
    const unknown = await signIn('nobody@example.test', testPassword);
    const inactive = await signIn(tenant.people.ina.email, testPassword);
    for (const answer of [wrong, unknown, inactive]) {
      expect(answer.status).toBe(422);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(said(answer.text)).toBe(said(wrong.text));
    }
    expect(wrong.text).toContain('<title>Error: Sign in');
    expect(wrong.text).toContain('There is a problem');
  });

  it('shows the address again, and never the password', async () => {
    const answer = await signIn('<b>@example.test', 'hunter2-secret');
    expect(answer.text).toContain('value="&lt;b&gt;@example.test"');
    expect(answer.text).not.toContain('hunter2-secret');
  });

  it('asks for what is missing', async () => {
    const answer = await signIn('', '');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#email"');
    expect(answer.text).toContain('href="#password"');
  });

  it.each(['\u0000a', 'a\u0000@example.test', 'a@example.test\u007F', 'a\nb@example.test'])(
    'takes no control characters for an address: %j',
    async (email) => {
      const answer = await signIn(email, testPassword);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain('href="#email">Enter your e-mail address.');
    },
  );

  it('survives a form with nested or repeated fields', async () => {
    const answer = await web.nobody().post('/sign-in', { 'email[a]': 'b', password: ['x', 'y'] });
    expect(answer.status).toBe(422);
  });
});

describe('the throttle', () => {
  it('answers alike for accounts that exist and that do not, also to the right password', async () => {
    for (const email of [tenant.people.tom.email, 'unknown.tom@example.test']) {
      for (let attempt = 0; attempt < 4; attempt++) expect((await signIn(email, 'wrong')).status).toBe(422);
      const refused = await signIn(email, testPassword);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(800);
      expect(refused.text).toContain('Try again in 15 minutes');
    }
  });

  it('holds under simultaneous attempts', async () => {
    const attempts = Array.from({ length: 12 }, () => signIn('racing@example.test', 'wrong'));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 422)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
  });

  it('forgets the attempts of an account that has signed in', async () => {
    const { email } = tenant.people.agnes;
    for (let round = 0; round < 2; round++) {
      for (let attempt = 0; attempt < 3; attempt++) expect((await signIn(email, 'wrong')).status).toBe(422);
      expect((await signIn(email, testPassword)).status).toBe(303);
    }
  });

  it('counts every spelling of an address as one account', async () => {
    const spellings = ['nordwind', 'nordwİnd', 'nordwi\u0307nd', 'NORDWIND'].map((host) => `info@${host}.test`);
    for (const email of spellings) expect((await signIn(email, 'wrong')).status).toBe(422);
    for (const email of spellings) expect((await signIn(email, 'wrong')).status).toBe(429);
  });

  it('counts addresses of one IPv6 subscriber together', async () => {
    const strict = await startTestWeb({
      throttle: { perAccount: 100, perAddress: 2, seconds: 900 },
      config: { trustedProxies: 1 },
    });
    const block = `2001:db8:${(Date.now() % 65_536).toString(16)}:${Math.floor(Math.random() * 65_536).toString(16)}`;
    const statuses = [];
    for (const host of ['::1', '::2', ':9:9:9:9', '::1']) {
      const from = { 'X-Forwarded-For': block + host };
      const answer = await strict.nobody().post('/sign-in', { email: `v6${host}@example.test`, password: 'x' }, from);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([422, 422, 429, 429]);
    await strict.close();
  });

  it('counts addresses too', async () => {
    const strict = await startTestWeb({
      throttle: { perAccount: 100, perAddress: 2, seconds: 900 },
      config: { trustedProxies: 1 },
    });
    const from = { 'X-Forwarded-For': `203.0.113.${Math.floor(Math.random() * 250)}, 198.51.100.${Date.now() % 250}` };
    const attempt = (email: string) => strict.nobody().post('/sign-in', { email, password: 'x' }, from);
    const statuses = [];
    for (const name of ['a', 'b', 'c']) statuses.push((await attempt(`${name}@example.test`)).status);
    expect(statuses).toEqual([422, 422, 429]);
    await strict.close();
  });
});

describe('what is kept of a password', () => {
  it('is an Argon2id hash with the parameters that OWASP names', async () => {
    const kept = await inTenant(web.orm, tenant.id, (em) =>
      em.findOneOrFail(UserEntity, { id: tenant.people.rita.userId }),
    );
    expect(kept.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

it('speaks the language of the browser before anybody has signed in (R41)', async () => {
  const german = { 'Accept-Language': 'de,en;q=0.5' };
  expect((await web.nobody().get('/sign-in', german)).text).toContain('<h1>Anmelden</h1>');
  const wrong = await web.nobody().post('/sign-in', { email: 'nobody@example.test', password: 'x' }, german);
  expect(wrong.text).toContain('E-Mail-Adresse und Passwort passen nicht zusammen.');
});
