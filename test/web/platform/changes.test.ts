import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import type { Browser } from '../../support/browser.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { createPlatformPerson, type TestPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';
import { allPages, aTenant } from './console.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let web: TestWeb;
let person: TestPlatformPerson;
let petra: Browser;

beforeAll(async () => {
  database = await clonedDatabase();
  web = await startTestWeb({ databaseUrl: database.appUrl });
  person = await createPlatformPerson(database.ownerUrl, 'Petra Lang');
  petra = web.asPlatform(person);
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

describe('Changes of licences', () => {
  it('are none at first', async () => {
    expect(await wordsAt(petra, '/platform/changes')).toContain('No changes yet');
  });

  it('tell of all tenants who, when and what, the newest first', async () => {
    await aTenant(web.orm, { name: 'Nordwind', terms: { maxAgents: 3 }, byId: person.userId });
    await aTenant(web.orm, { name: 'Harbour', terms: { flags: ['agent_portal'] } });
    const words = await wordsAt(petra, '/platform/changes');
    expect(words).toContain(
      'Nordwind Petra Lang, just now Activated for the first time Expiry: none Agents: 3 E-mails per month: 10,000 API requests per minute: 1,200 by one key, 3,000 in all All parts are on',
    );
    expect(words).toContain('Harbour The system, just now Activated for the first time');
    expect(words).toContain('Off: Desk, Assets, E-mails, E-mail templates, Public API and Asset movements');
    expect(words.indexOf('Harbour')).toBeLessThan(words.indexOf('Nordwind'));
  });

  it('can be paged through to the end, those of one tenant at the same instant too', async () => {
    const tenant = await aTenant(web.orm);
    await inTenant(web.orm, tenant.id, async (em) => {
      for (let agents = 1001; agents <= 1065; agents += 1) {
        await changeLicence(em, tenant.id, { terms: { ...standardTerms, maxAgents: agents }, byId: null });
      }
    });
    const pages = await allPages(petra, '/platform/changes');
    const found = pages.flatMap((text) =>
      [...text.matchAll(/Agents: (?:from [\d,]+ to )?(1,0\d\d)</g)].map((m) => m[1]),
    );
    expect(found).toHaveLength(65);
    expect(new Set(found).size).toBe(65);
    expect(pages).toHaveLength(3);

    // The page of the tenant shows the newest ones and leads to all of them, and to them only.
    const ofOne = /href="([^"]*)">All changes of this licence</.exec((await petra.get(tenant.path)).text)?.[1] ?? '';
    const own = (await allPages(petra, ofOne)).map(wordsOf).join('');
    expect(own.match(/Agents: /g)).toHaveLength(65);
    expect(own).not.toContain('Nordwind');
    expect(await wordsAt(petra, '/platform/changes?tenant=%00')).toContain(tenant.name);
  });
});
