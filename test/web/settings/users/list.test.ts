import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../../src/db/in-tenant.ts';
import { deactivateUser } from '../../../../src/host/identity/people.ts';
import type { Browser } from '../../../support/browser.ts';
import { createTenant, type PersonWish, type TestTenant } from '../../../support/people.ts';
import { startTestWeb, type TestWeb } from '../../../support/web.ts';
import { inviteSomebody } from '../../../host/identity/invited.ts';
import { wordsAt, wordsOf } from '../../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'alma' | 'ada' | 'rita'>;
let alma: Browser;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    licence: { maxAgents: 3 },
    people: {
      alma: { name: 'Alma Admin', email: `alma_a%${Date.now()}@example.test`, permissions: ['settings:manage'] },
      ada: { name: 'Ada Agent', agent: true },
      rita: { name: 'Rita <b>Reporter</b>' },
    },
  });
  alma = web.as(tenant.people.alma);
  await inviteSomebody(web.orm, tenant.people.alma, { agent: true, name: 'Ines Invited' });
  const { userId } = await inviteSomebody(web.orm, tenant.people.alma, { agent: true, name: 'Dora Deactivated' });
  const acting = { by: tenant.people.alma.userId, now: new Date() };
  await inTenant(web.orm, tenant.id, (em) => deactivateUser(em, tenant.id, userId, acting));
});
afterAll(() => web.close());

const namesIn = (html: string) => [...html.matchAll(/<th scope="row"><a [^>]*>([^<]*)</g)].map((match) => match[1]);
const namesAt = async (search: string) => namesIn((await alma.get(`/settings/users${search}`)).text);

/** The words of the row of somebody. */
async function rowOf(name: string): Promise<string> {
  const { text } = await alma.get('/settings/users');
  const row =
    text
      .split('<tr data-row>')
      .slice(1)
      .find((each) => each.includes(`>${name}<`)) ?? '';
  return wordsOf(`<main>${row.slice(0, row.indexOf('</tr>'))}`).trim();
}

describe('Settings → Users', () => {
  it('lists people by name, with state, groups and who is an agent', async () => {
    expect(await namesAt('')).toEqual([
      'Ada Agent',
      'Alma Admin',
      'Dora Deactivated',
      'Ines Invited',
      'Rita &lt;b&gt;Reporter&lt;/b&gt;',
    ]);
    expect(await rowOf('Ada Agent')).toBe(`Ada Agent ${tenant.people.ada.email} Active Agent ITSM Agent`);
    expect(await rowOf('Ines Invited')).toMatch(/@example.test Invited Agent once they join ITSM Agent$/);
    expect(await rowOf('Dora Deactivated')).toMatch(/@example.test Deactivated ITSM Agent$/);
    expect(await rowOf('Alma Admin')).toContain(`Active Group of ${tenant.people.alma.userId}`);
  });

  it('draws the seats in use, of whom the invited and the deactivated take none (R13)', async () => {
    expect(await wordsAt(alma, '/settings/users')).toContain('1 of 3 agents');
  });

  it('counts and narrows by state', async () => {
    expect(await wordsAt(alma, '/settings/users')).toContain('All 5 Active 3 Invited 1 Deactivated 1');
    expect(await namesAt('?state=invited')).toEqual(['Ines Invited']);
    expect(await namesAt('?state=deactivated')).toEqual(['Dora Deactivated']);
    expect(await namesAt('?state=active')).toHaveLength(3);
    expect(await namesAt('?state=erased')).toHaveLength(5);
  });

  it.each([
    ['?q=ada', ['Ada Agent']],
    ['?q=AGENT+ada', ['Ada Agent']],
    ['?q=invited+%40example', ['Ines Invited']],
    ['?q=al_ad%25', ['Alma Admin']],
    [`?q=${encodeURIComponent('àLMÄ')}`, ['Alma Admin']],
    ['?q=a+a', ['Ada Agent', 'Alma Admin']],
    ['?q=%3Cb%3E', ['Rita &lt;b&gt;Reporter&lt;/b&gt;']],
    ['?q=i+vited&state=invited', ['Ines Invited']],
    ['?q=%5C', []],
    ['?q=%25%25', []],
    ['?q=%00ada%00', ['Ada Agent']],
    [
      '?q=ada&q=ines',
      ['Ada Agent', 'Alma Admin', 'Dora Deactivated', 'Ines Invited', 'Rita &lt;b&gt;Reporter&lt;/b&gt;'],
    ],
  ])(
    'finds by words of name or address, their beginnings and parts, whatever the signs between them: %s',
    async (search, names) => {
      expect(await namesAt(search)).toEqual(names);
    },
  );

  it('says so when nobody matches, and shows what was searched for', async () => {
    const { text, status } = await alma.get(`/settings/users?q=${encodeURIComponent('"><script>')}`);
    expect(status).toBe(200);
    expect(wordsOf(text)).toContain('Nobody matches');
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(text).not.toContain('"><script>');
  });

  it('says so when nobody is of a state', async () => {
    const other = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'] } } });
    const browser = web.as(other.people.alma);
    expect(await wordsAt(browser, '/settings/users?state=invited')).toContain('Nobody is invited');
    expect(await wordsAt(browser, '/settings/users?state=deactivated')).toContain('Nobody is deactivated');
  });

  it('can be paged through to the end, none twice and none missing, also among people of one name', async () => {
    const many: Record<string, PersonWish> = { alma: { name: 'A', permissions: ['settings:manage'] } };
    for (let n = 0; n < 129; n += 1) many[`p${n}`] = { name: n < 70 ? 'Same Name' : `Person ${n}` };
    const crowd = await createTenant(web.orm, { people: many });
    const browser = web.as(crowd.people.alma ?? tenant.people.alma);
    const found: string[] = [];
    let next: string | undefined = '/settings/users';
    const sizes: number[] = [];
    while (next !== undefined) {
      const { text } = await browser.get(next);
      const ids = [...text.matchAll(/<th scope="row"><a href="\/settings\/users\/([^"]+)"/g)].map((match) => match[1]);
      sizes.push(ids.length);
      found.push(...ids.filter((id) => id !== undefined));
      next = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(sizes).toEqual([50, 50, 30]);
    expect(found.toSorted()).toEqual(
      Object.values(crowd.people)
        .map(({ userId }) => userId)
        .toSorted(),
    );
    const past = await browser.get(`/settings/users?after=${found.at(-1)}`);
    expect(wordsOf(past.text)).toContain('That was all');
  });

  it('begins at the beginning for a place that makes no sense, and shows nothing behind one that is not there', async () => {
    expect(await namesAt('?after=nonsense')).toHaveLength(5);
    const other = await createTenant(web.orm, { people: { stranger: { name: 'A Stranger' } } });
    expect(await namesAt(`?after=${other.people.stranger.userId}`)).toEqual([]);
  });

  it('shows nobody of another tenant', async () => {
    const other = await createTenant(web.orm, { people: { alma: { permissions: ['settings:manage'], name: 'Olga' } } });
    const { text } = await web.as(other.people.alma).get('/settings/users');
    expect(namesIn(text)).toEqual(['Olga']);
  });

  it('is what Settings opens with', async () => {
    expect((await alma.get('/settings')).location).toBe('/settings/users');
  });
});
