import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'rita' | 'agnes' | 'ada'>;
let bare: TestTenant<'bo'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { rita: {}, agnes: { agent: true }, ada: { permissions: ['settings:manage'] } },
  });
  bare = await createTenant(web.orm, { licence: null, people: { bo: {} } });
});
afterAll(() => web.close());

describe('every answer', () => {
  it.each(['/sign-in', '/nowhere', '/healthz', '/desk'])(
    'of %s carries the headers that keep it safe',
    async (path) => {
      const { headers } = await web.nobody().get(path);
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy.split(';').toSorted()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
      ]);
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('Referrer-Policy')).toBe('same-origin');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.has('X-Powered-By')).toBe(false);
    },
  );

  it('has a request id: a plain one that was sent, else one of our own', async () => {
    const idOf = async (given: string) =>
      (await web.nobody().get('/healthz', { 'X-Request-Id': given })).headers.get('X-Request-Id');
    expect(await idOf('abc-123_DEF')).toBe('abc-123_DEF');
    for (const bad of ['short', 'a b c d e f g h', '<script>alert(1)</script>', 'a'.repeat(65)]) {
      expect(await idOf(bad)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('has no style attribute, no inline script and no inline handler', async () => {
    const pages = [await web.nobody().get('/sign-in'), await web.as(tenant.people.rita).get('/nowhere')];
    for (const { text } of pages) expect(text).not.toMatch(/\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:/i);
  });
});

describe('assets', () => {
  it('are linked by a digest of their content and may be kept for ever', async () => {
    const { text } = await web.nobody().get('/sign-in');
    const urls = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((match) => match[1] ?? '');
    expect(urls.map((url) => url.replace(/-[\w-]{12}\./, '.')).toSorted()).toEqual([
      '/static/app.css',
      '/static/app.js',
      '/static/favicon.svg',
    ]);
    for (const url of urls) {
      const answer = await web.nobody().get(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('are a style sheet without comments and indentation, under 64 kB', async () => {
    const { text } = await web.nobody().get('/sign-in');
    const sheet = (await web.nobody().get(/\/static\/app-[\w-]+\.css/.exec(text)?.[0] ?? '')).text;
    expect(sheet).toMatch(/^@layer reset, base, components, pages, utilities;/);
    expect(sheet).not.toMatch(/\/\*|^\s/m);
    expect(sheet.length).toBeLessThan(64 * 1024);
  });

  it.each(['/static/app.css', '/static/../app.ts', '/static/%2e%2e/app.ts', '/static/', '/static/__proto__'])(
    'are not found under other names: %s',
    async (path) => expect((await web.nobody().get(path)).status).toBe(404),
  );
});

describe('a problem', () => {
  it('404: is a page with one next step, alike for what is not there and what is not open', async () => {
    const answer = await web.as(tenant.people.rita).get('/nowhere');
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('href="/desk">Go to the desk');
  });

  it.each(['/desk/%E0%A4%A', '/%00', '/desk/..%2f..%2fetc', '/tickets/%ff', '//desk'])(
    '404: an address that is no page: %s',
    async (path) => {
      const answer = await web.as(tenant.people.agnes).get(path);
      expect([400, 404]).toContain(answer.status);
    },
  );

  it('403: says who can change that', async () => {
    const answer = await web.as(tenant.people.rita).get('/tickets');
    expect([answer.status, answer.text.includes('Your administrators can change')]).toEqual([403, true]);
  });

  it('403: tells an administrator who is no agent how to become one', async () => {
    const { status, text } = await web.as(tenant.people.ada).get('/tickets');
    expect([status, text.includes('join the group “ITSM Agent”')]).toEqual([403, true]);
    expect(text).toContain(`href="/settings/users/${tenant.people.ada.userId}/edit"`);
  });

  it('401: a form of somebody who is no longer signed in is not carried out, and says so', async () => {
    const answer = await web.nobody().post('/desk/new', { title: 'x' });
    expect([answer.status, answer.text.includes('href="/sign-in')]).toEqual([401, true]);
  });

  it('405: names the methods that the path has', async () => {
    const answer = await web.as(tenant.people.rita).post('/desk');
    expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'HEAD, GET']);
  });

  it('413: a form of more than 512 KiB', async () => {
    const browser = web.as(tenant.people.rita);
    expect((await browser.post('/theme', { theme: 'dark', more: 'x'.repeat(511 * 1024) })).status).toBe(303);
    expect((await browser.post('/theme', { theme: 'dark', more: 'x'.repeat(513 * 1024) })).status).toBe(413);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'application/xml'])(
    '415: a body of %s',
    async (type) => {
      const headers = { 'Content-Type': type, 'Sec-Fetch-Site': 'same-origin' };
      const answer = await web.nobody().send('/sign-in', { method: 'POST', headers, body: '{}' });
      expect(answer.status).toBe(415);
    },
  );

  it.each(['gzip', 'deflate', 'br', 'zstd'])('415: a form that is packed by %s', async (encoding) => {
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Encoding': encoding,
      'Sec-Fetch-Site': 'same-origin',
    };
    const answer = await web.nobody().send('/theme', { method: 'POST', headers, body: gzipSync('theme=dark') });
    expect([answer.status, answer.text.includes('not compressed')]).toEqual([415, true]);
  });

  it('leads back to the page that a form was sent from, and never to another site', async () => {
    const rita = web.as(tenant.people.rita);
    const linkFrom = async (page: string) => {
      const { text } = await rita.post('/tickets/new', {}, { Referer: `${web.url}${page}` });
      return /<a class="button button-primary" href="([^"]+)"/.exec(text)?.[1];
    };
    expect(await linkFrom('/desk?view=all')).toBe('/desk?view=all');
    expect(await linkFrom('//evil.example/x')).toBe('/desk');
    const signIn = await web.nobody().post('/desk/new', {}, { Referer: `${web.url}//evil.example/x` });
    expect(signIn.text).toContain('href="/sign-in"');
    expect(signIn.text).not.toContain('evil.example');
  });

  it('is problem+json for who prefers that (RFC 9457)', async () => {
    const answer = await web.nobody().get('/nowhere', { Accept: 'application/json' });
    expect(answer.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toEqual(expect.objectContaining({ status: 404, code: 'not_found', title: 'Page not found' }));
  });

  it('500: shows the request id and nothing of the error', async () => {
    const broken = await startTestWeb({ readiness: () => Promise.reject(new Error('secret inside')) });
    const answer = await broken.nobody().get('/readyz');
    expect(answer.status).toBe(500);
    expect(answer.text).toContain(answer.headers.get('X-Request-Id'));
    expect(answer.text).not.toMatch(/secret inside|at .*\.ts/);
    await broken.close();
  });

  it('503: the database is away', async () => {
    const broken = await startTestWeb({ databaseUrl: 'postgres://x:y@127.0.0.1:1/z' });
    const answer = await broken.nobody().get('/desk', { Cookie: 'session=something' });
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
    expect((await broken.nobody().get('/healthz')).status).toBe(200);
    expect(answer.text).toContain('href="/desk">Try again');
    const foreign = await broken.nobody().get('//evil.example/x', { Cookie: 'session=something' });
    expect(foreign.status).toBe(503);
    expect(foreign.text).not.toContain('href="//evil.example');
    await broken.close();
  });
});

describe('the navigation', () => {
  it('lists what is open to the person and nothing else', async () => {
    const linksOf = async (person: Parameters<TestWeb['as']>[0]) => {
      const { text } = await web.as(person).get('/nowhere');
      return [...text.matchAll(/<a href="([^"]+)"[^>]*data-shortcut=/g)].map((match) => match[1]);
    };
    expect(await linksOf(tenant.people.agnes)).toEqual(['/tickets', '/desk', '/assets']);
    expect(await linksOf(tenant.people.rita)).toEqual(['/desk']);
    expect(await linksOf(bare.people.bo)).toEqual([]);
  });

  it('R11: leads the people of an unlicensed tenant to a page that says so', async () => {
    const answer = await web.as(bare.people.bo).get('/');
    expect([answer.status, answer.text.includes('Nothing here for you yet')]).toEqual([200, true]);
  });
});

describe('the theme', () => {
  it('is kept in a cookie, without script', async () => {
    const browser = web.nobody();
    const answer = await browser.post('/theme', { theme: 'dark', next: '/sign-in' });
    expect([answer.status, answer.location]).toEqual([303, '/sign-in']);
    expect((await browser.get('/sign-in')).text).toContain('data-theme="dark"');
  });

  it.each([{ theme: 'pink' }, { theme: '"><script>' }, {}])('refuses %p', async (fields) => {
    expect((await web.nobody().post('/theme', fields)).status).toBe(400);
  });
});
