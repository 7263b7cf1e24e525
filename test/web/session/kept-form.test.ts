import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Browser, newBrowser } from '../../support/browser.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, testPassword, type TestTenant } from '../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let owner: pg.Client;
let tenant: TestTenant<'rita' | 'otto'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { rita: {}, otto: {} } });
  owner = new pg.Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  await owner.query(`select set_config('app.tenant', $1, false)`, [tenant.id]);
});
afterAll(async () => {
  await owner.end();
  await web.close();
});

const typed = {
  command_id: '0197f3a4-7777-7888-9999-aaaabbbbcccc',
  type: 'incident',
  title: 'The scanner <hums>',
  description: 'Since this morning.\r\nIt is “loud” & hot.',
};

let browser: Browser;
beforeEach(async () => {
  await owner.query('delete from kept_form');
  browser = web.nobody();
  await signIn('rita');
});

function signIn(name: 'rita' | 'otto', next = '/') {
  return browser.post('/sign-in', { email: tenant.people[name].email, password: testPassword, next });
}

/** A browser that still has the cookie of this session. */
const withSession = (id: string): Browser => newBrowser(web.url, () => Promise.resolve(`session=${id}`));

/** The session is over: idle for longer than it may be, or past its last moment. */
async function end(how: 'idle' | 'over'): Promise<void> {
  const id = browser.cookies.get('session') ?? '';
  const ended = how === 'idle' ? `seen_at = now() - interval '1 day'` : `expires_at = now() - interval '1 minute'`;
  await owner.query(`update session set ${ended} where id_hash = $1`, [createHash('sha256').update(id).digest()]);
}

describe('a form whose session has ended', () => {
  it.each(['idle', 'over'] as const)('is there again after signing in, as it was typed (session %s)', async (how) => {
    await end(how);
    const answer = await browser.post('/desk/new', typed);
    expect([answer.status, answer.location]).toEqual([303, '/sign-in?kept&next=%2Fkept-form']);
    expect((await browser.get(answer.location ?? '')).text).toContain('What you typed is kept for half an hour');
    expect(await signIn('rita', '/kept-form')).toMatchObject({ status: 303, location: '/kept-form' });
    const { text } = await browser.get('/kept-form');
    expect(text).toContain('action="/desk/new"');
    expect(text).toContain('The scanner &lt;hums&gt;');
    expect(text).toMatch(/name="command_id" hidden>\s*0197f3a4-7777-7888-9999-aaaabbbbcccc</);
    expect(text).toMatch(/name="description" hidden>\s*Since this morning\.\r?\nIt is “loud” &amp; hot\.</);
  });

  it('is nobody else’s: not for who signs in instead, nor after it was discarded', async () => {
    await end('idle');
    await browser.post('/desk/new', typed);
    await signIn('otto');
    expect(await browser.get('/kept-form')).toMatchObject({ status: 303, location: '/' });
    browser = web.nobody();
    await signIn('rita');
    expect((await browser.get('/kept-form')).text).toContain('The scanner');
    await browser.post('/kept-form/discard');
    expect(await browser.get('/kept-form')).toMatchObject({ status: 303, location: '/' });
  });

  it('is not kept longer than half an hour', async () => {
    await end('idle');
    await browser.post('/desk/new', typed);
    await owner.query(`update kept_form set expires_at = expires_at - interval '31 minutes'`);
    await signIn('rita');
    expect(await browser.get('/kept-form')).toMatchObject({ status: 303, location: '/' });
  });

  it('is not kept if it has a password, if nobody knows the session, or after signing out', async () => {
    const secret = { current_password: testPassword, password: 'another long passphrase' };
    await end('idle');
    expect((await browser.post('/me/password', secret)).status).toBe(401);
    browser = withSession(randomUUID());
    expect((await browser.post('/desk/new', typed)).status).toBe(401);
    await signIn('rita');
    const former = browser.cookies.get('session') ?? '';
    await browser.post('/sign-out');
    expect((await withSession(former).post('/desk/new', typed)).status).toBe(401);
    expect((await owner.query('select 1 from kept_form')).rows).toEqual([]);
  });
});
