import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { GroupMemberEntity } from '../../../src/host/permissions/group.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let owner: pg.Client;
let tenant: TestTenant<'rita' | 'agnes' | 'ina'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { rita: {}, agnes: { agent: true }, ina: {} } });
  owner = new pg.Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.tenant', $1, false)`, [tenant.id]);
});
afterAll(async () => {
  await owner.end();
  await web.close();
});

async function signedIn(name: 'rita' | 'agnes' | 'ina', browser = web.nobody()) {
  await browser.post('/sign-in', { email: tenant.people[name].email, password: testPassword });
  return browser;
}

function digestOf(browser: { cookies: ReadonlyMap<string, string> }): Buffer {
  return createHash('sha256')
    .update(browser.cookies.get('session') ?? '')
    .digest();
}

const inside = expect.objectContaining({ status: 303, location: '/desk' });
const outside = expect.objectContaining({ status: 303, location: '/sign-in' });

describe('a session', () => {
  it('is a cookie that script cannot read, of 256 random bits, and the database keeps its digest only', async () => {
    const answer = await web.nobody().post('/sign-in', { email: tenant.people.rita.email, password: testPassword });
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    const browser = await signedIn('rita');
    const found = await owner.query('select user_id from session where id_hash = $1', [digestOf(browser)]);
    expect(found.rows).toEqual([{ user_id: tenant.people.rita.userId }]);
  });

  it('is a __Host- cookie over https', async () => {
    const https = await startTestWeb({ config: { publicUrl: 'https://desk.example' } });
    const answer = await https.nobody().post('/sign-in', { email: tenant.people.rita.email, password: testPassword });
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(answer.headers.get('Strict-Transport-Security')).toMatch(/max-age=\d{8}/);
    await https.close();
  });

  it('gets a new id at each sign-in, and the id that the browser came with ends', async () => {
    const browser = await signedIn('rita');
    const former = browser.cookies.get('session');
    await signedIn('rita', browser);
    expect(browser.cookies.get('session')).not.toBe(former);
    const planted = web.nobody();
    expect(await planted.get('/', { Cookie: `session=${former}` })).toEqual(outside);
    expect(await browser.get('/')).toEqual(inside);
  });

  it('ends by signing out', async () => {
    const browser = await signedIn('rita');
    const id = browser.cookies.get('session');
    const answer = await browser.post('/sign-out');
    expect([answer.status, answer.location]).toEqual([303, '/sign-in?signed-out']);
    expect(browser.cookies.has('session')).toBe(false);
    expect(await web.nobody().get('/', { Cookie: `session=${id}` })).toEqual(outside);
  });

  it('ends everywhere by signing out everywhere, and those of others stay', async () => {
    const [here, there, other] = await Promise.all([signedIn('rita'), signedIn('rita'), signedIn('agnes')]);
    await here.post('/sign-out-everywhere');
    expect(await there.get('/')).toEqual(outside);
    expect((await other.get('/')).location).toBe('/tickets');
  });

  it('ends after 12 hours without a request', async () => {
    const browser = await signedIn('rita');
    const seen = (ago: string) =>
      owner.query('update session set seen_at = now() - $2::interval where id_hash = $1', [digestOf(browser), ago]);
    await seen('11 hours 59 minutes');
    expect(await browser.get('/')).toEqual(inside);
    await seen('12 hours 1 minute');
    expect(await browser.get('/')).toEqual(outside);
  });

  it('is kept alive by requests, but not past 7 days', async () => {
    const browser = await signedIn('rita');
    const kept = await owner.query(
      `select expires_at - created_at = interval '7 days' as lasts from session where id_hash = $1`,
      [digestOf(browser)],
    );
    expect(kept.rows).toEqual([{ lasts: true }]);
    await owner.query(`update session set seen_at = now() - interval '2 hours' where id_hash = $1`, [
      digestOf(browser),
    ]);
    await browser.get('/');
    const seen = await owner.query(
      `select now() - seen_at < interval '1 minute' as recent from session where id_hash = $1`,
      [digestOf(browser)],
    );
    expect(seen.rows).toEqual([{ recent: true }]);
    await owner.query('update session set expires_at = now() where id_hash = $1', [digestOf(browser)]);
    expect(await browser.get('/')).toEqual(outside);
  });

  it('is worth nothing once the person is inactive', async () => {
    const browser = await signedIn('ina');
    expect(await browser.get('/')).toEqual(inside);
    await inTenant(web.orm, tenant.id, (em) =>
      em.nativeUpdate(UserEntity, { id: tenant.people.ina.userId }, { active: false }),
    );
    expect(await browser.get('/')).toEqual(outside);
  });

  it('R10: has the permissions of the very next request', async () => {
    const browser = web.as(tenant.people.agnes);
    expect((await browser.get('/')).location).toBe('/tickets');
    const { userId } = tenant.people.agnes;
    await inTenant(web.orm, tenant.id, (em) => em.nativeDelete(GroupMemberEntity, { userId }));
    expect((await browser.get('/')).location).toBe('/desk');
  });

  it.each(['', 'x', 'a'.repeat(4000), '%00', `'; drop table session; --`])(
    'is not found by the cookie %p',
    async (id) => {
      expect(await web.nobody().get('/', { Cookie: `session=${id}` })).toEqual(outside);
    },
  );
});
