import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { AlertEntity } from '../../../src/host/licence/alert.ts';
import type { Browser } from '../../support/browser.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { submit } from '../../support/forms.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';
import { allPages, anAlert, aTenant } from './console.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let web: TestWeb;
let petra: Browser;
let paul: Browser;

beforeAll(async () => {
  database = await clonedDatabase();
  web = await startTestWeb({ databaseUrl: database.appUrl, now: () => new Date('2026-03-01T12:00:00Z') });
  petra = web.asPlatform(await createPlatformPerson(database.ownerUrl, 'Petra Lang'));
  paul = web.asPlatform(await createPlatformPerson(database.ownerUrl, 'Paul Kern'));
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

const alertOf = (tenantId: string, id: string) =>
  inTenant(web.orm, tenantId, (em) => em.findOneOrFail(AlertEntity, { tenantId, id }));

describe('Alerts', () => {
  it('are none at first', async () => {
    expect(await wordsAt(petra, '/platform/alerts')).toContain('No open alerts');
    expect(await wordsAt(petra, '/platform/alerts?view=all')).toContain('No alerts yet');
  });

  it('say whose quota is exceeded, by how much, since when, and are acknowledged once', async () => {
    const tenant = await aTenant(web.orm, { name: 'Nordwind', terms: { maxAgents: 5 } });
    const id = await anAlert(web.orm, tenant.id, { used: 8, limit: 5 });
    const mails = { kind: 'emails_over_quota', period: '2026-02', used: 10_400, limit: 10_000 } as const;
    await anAlert(web.orm, tenant.id, { ...mails, closedAt: new Date('2026-03-01T11:00:00Z') });
    const words = await wordsAt(petra, '/platform/alerts');
    expect(words).toContain('Nordwind : 8 agents, but the licence allows 5 Ongoing began 2 h ago last checked 2 h ago');
    expect(words).toContain(
      '10,400 e-mails in February 2026, but the licence allows 10,000 Ended began 2 h ago , ended 1 h ago',
    );

    const action = `/platform/alerts/${id}/acknowledge`;
    const answer = await submit(petra, '/platform/alerts', action);
    expect([answer.status, answer.location]).toEqual([303, '/platform/alerts?done=alert_acknowledged']);
    expect((await paul.post(action)).status).toBe(303);
    expect(await wordsAt(paul, '/platform/alerts')).toContain('acknowledged by Petra Lang just now');
    expect((await petra.get('/platform/alerts')).text).not.toContain(action);
    expect((await alertOf(tenant.id, id)).acknowledgedBy).not.toBeNull();
  });

  it('say that the mails of a month are used up and how many were dropped, or that a count is wrong (R19)', async () => {
    const tenant = await aTenant(web.orm, { name: 'Südstern', terms: {} });
    const about = { period: '2026-03', limit: 10 } as const;
    await anAlert(web.orm, tenant.id, { ...about, kind: 'emails_used_up', used: 10, dropped: 1_019 });
    await anAlert(web.orm, tenant.id, { ...about, kind: 'mail_count_drift', used: 11 });
    await anAlert(web.orm, tenant.id, { kind: 'mail_flood', period: '2026-03-07', limit: 500, used: 1250 });
    const words = await wordsAt(petra, '/platform/alerts');
    expect(words).toContain(
      'Südstern : 1,250 e-mails within an hour on 7 March 2026; from 500 on, further ones are skipped',
    );
    expect(words).toContain('Südstern : All 10 e-mails of March 2026 are used up, 1,019 dropped so far');
    expect(words).toContain('Südstern : The counter says 11 e-mails in March 2026, the ledger 10');
  });

  it('that ended and are acknowledged are among all, not among the open ones', async () => {
    const tenant = await aTenant(web.orm, { name: 'Harbour', terms: {} });
    const id = await anAlert(web.orm, tenant.id, { closedAt: new Date('2026-03-01T11:00:00Z') });
    expect(await wordsAt(petra, '/platform/alerts')).toContain('Harbour');
    const answer = await submit(petra, '/platform/alerts?view=all', `/platform/alerts/${id}/acknowledge`);
    expect(answer.location).toBe('/platform/alerts?view=all&done=alert_acknowledged');
    expect(await wordsAt(petra, '/platform/alerts')).not.toContain('Harbour');
    expect(await wordsAt(petra, '/platform/alerts?view=all')).toContain('Harbour');
  });

  it('stand on the page of their tenant, and only there; acknowledged from there, one stays there', async () => {
    const tenant = await aTenant(web.orm, { terms: {} });
    const other = await aTenant(web.orm, { terms: {} });
    const id = await anAlert(web.orm, tenant.id, { used: 77 });
    expect(await wordsAt(petra, tenant.path)).toContain('77 agents');
    expect(await wordsAt(petra, other.path)).toContain('No quota has been exceeded so far.');
    const answer = await submit(petra, tenant.path, `/platform/alerts/${id}/acknowledge`);
    expect(answer.location).toBe(`${tenant.path}?done=alert_acknowledged`);
  });

  it.each([randomUUID(), 'x', `${randomUUID()}%00`])('under no known id (%s) are not found', async (id) => {
    expect((await petra.post(`/platform/alerts/${id}/acknowledge`)).status).toBe(404);
  });

  it('can be paged through to the end, those of the same instant too', async () => {
    const name = randomUUID();
    const tenant = await aTenant(web.orm, { name, terms: {} });
    for (let index = 0; index < 65; index += 1) {
      const openedAt = new Date(Date.UTC(2026, 1, 1, 0, Math.floor(index / 4)));
      await anAlert(web.orm, tenant.id, { used: 1000 + index, openedAt, closedAt: openedAt });
    }
    const pages = await allPages(petra, '/platform/alerts?view=all');
    const found = pages.flatMap((text) => [...text.matchAll(/<strong>(1,0\d\d) agents/g)].map((match) => match[1]));
    expect(found).toHaveLength(65);
    expect(new Set(found).size).toBe(65);

    const ofOne = /href="([^"]*)">All alerts of this tenant</.exec((await petra.get(tenant.path)).text)?.[1] ?? '';
    const own = await allPages(petra, ofOne.replace(/&amp;/g, '&'));
    expect(own.join('').match(/agents, but the licence allows/g)?.length).toBeGreaterThanOrEqual(65);
    expect(own.map(wordsOf).join('')).not.toContain('Harbour');
  });

  it('forgive an address that makes no sense', async () => {
    for (const part of ['after=%00', `after=1_${randomUUID()}%00`, 'after=99999999999999999_x', 'view=%00', 'done=x']) {
      expect((await petra.get(`/platform/alerts?${part}`)).status).toBe(200);
      expect((await petra.get(`/platform/changes?${part}`)).status).toBe(200);
    }
  });
});
