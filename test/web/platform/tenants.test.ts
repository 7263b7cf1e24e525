import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { recordAuditRun } from '../../../src/db/upkeep/audit-runs.ts';
import pg from 'pg';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { flags } from '../../../src/domain/licence.ts';
import { countCall } from '../../../src/host/api-keys/count-call.ts';
import { findApiKey } from '../../../src/host/api-keys/find-api-key.ts';
import { monthOf } from '../../../src/host/licence/mail-quota.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { createTenant } from '../../support/people.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { submit } from '../../support/forms.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import type { Browser } from '../../support/browser.ts';
import { wordsAt, wordsOf } from '../desk/desk.ts';
import { allPages, anAlert, aTenant } from './console.ts';
import { randomDigits } from '../../support/random-digits.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let web: TestWeb;
let petra: Browser;
let audits = 0;
let temporalAway = false;

beforeAll(async () => {
  database = await clonedDatabase();
  web = await startTestWeb({
    databaseUrl: database.appUrl,
    now: () => new Date('2026-11-20T12:00:00Z'),
    operations: {
      runQuotaAudit: async () => {
        if (temporalAway) throw new Error('14 UNAVAILABLE');
        audits += 1;
      },
    },
  });
  petra = web.asPlatform(await createPlatformPerson(database.ownerUrl));
});
afterAll(async () => {
  await web.close();
  await database.drop();
});
afterEach(() => void (temporalAway = false));

const mailMonth = ({ id, used, dropped }: { id: string; used: number; dropped: number }, at: Date) =>
  inTenant(web.orm, id, (em) =>
    em.execute('insert into mail_month (tenant_id, month, used, dropped) values (?, ?, ?, ?)', [
      id,
      monthOf(at),
      used,
      dropped,
    ]),
  );

const names = (html: string) => [...html.matchAll(/class="console-name"><a [^>]*>([^<]*)</g)].map((match) => match[1]);

describe('The list of tenants', () => {
  it('says of each how its licence stands', async () => {
    const word = randomDigits();
    const at = (iso: string) => ({ validUntil: iso });
    await aTenant(web.orm, { name: `${word} a never` });
    await aTenant(web.orm, { name: `${word} b active`, terms: {} });
    await aTenant(web.orm, { name: `${word} c until`, terms: at('2027-02-01T00:00:00.000Z') });
    await aTenant(web.orm, { name: `${word} d ended`, terms: at('2026-11-20T00:00:00.000Z') });
    await aTenant(web.orm, { name: `${word} e suspended`, terms: { active: false } });
    const { text } = await petra.get(`/platform?q=${word}`);
    const badges = [...text.matchAll(/<span class="badge badge-(?!danger"><svg)[a-z]+">([^<]*)</g)].map(
      ([, words]) => words,
    );
    expect(badges).toEqual([
      'never licensed',
      'active',
      'active until 31 Jan 2027',
      'expired on 19 Nov 2026',
      'suspended',
    ]);
  });

  it('draws use against quota, and names the parts that are off and how many alerts are open', async () => {
    const word = randomDigits();
    const people = { ann: { agent: true }, ben: { agent: true }, cid: { agent: true, active: false }, dee: {} };
    const on = flags.filter((flag) => flag !== 'public_api' && flag !== 'movement_link');
    const tenant = await createTenant(web.orm, { name: `${word} x`, licence: { maxAgents: 1 }, flags: on, people });
    await anAlert(web.orm, tenant.id);
    const words = await wordsAt(petra, `/platform?q=${word}`);
    expect(words).toContain('Agents 2 of 1 in use (1 over the licence)');
    expect(words).toContain('E-mails this month 0 of 10,000 used');
    expect(words).toContain('Off: Public API, Asset movements');
    expect(words).toContain('1 open alert');
  });

  it('counts the mails that this month has dropped (R19)', async () => {
    const word = randomDigits();
    const tenant = await aTenant(web.orm, { name: `${word} x`, terms: { maxEmailsMonth: 12 } });
    const month = { id: tenant.id, used: 12, dropped: 1_234 };
    await mailMonth(month, new Date());
    await mailMonth({ ...month, dropped: 99 }, new Date(0));
    for (const path of [`/platform?q=${word}`, `/platform/tenants/${tenant.id}`]) {
      expect(await wordsAt(petra, path)).toContain('E-mails this month 12 of 12 used (all used up) , 1,234 dropped');
    }
  });

  it('is found by part of a name, a short name or an id, taken literally and in any case', async () => {
    const word = randomDigits();
    const tenant = await aTenant(web.orm, { name: `${word} 100%_Pure` });
    for (const q of [`${word} 100%_p`, tenant.id, `t-${tenant.id}`.slice(0, 40), `${word} `]) {
      expect(names((await petra.get(`/platform?q=${encodeURIComponent(q)}`)).text)).toEqual([tenant.name]);
    }
    for (const q of [`${word}%PURE`, `${word} 100_`]) {
      expect(await wordsAt(petra, `/platform?q=${encodeURIComponent(q)}`)).toContain('No tenant is called that');
    }
  });

  it('can be paged through to the end, none twice and none missing', async () => {
    const word = randomDigits();
    const wanted = Array.from(
      { length: 45 },
      (_, index) => `${word} ${String(Math.floor(index / 3)).padStart(2, '0')}`,
    );
    for (const name of wanted) await aTenant(web.orm, { name });
    const pages = await allPages(petra, `/platform?q=${word}`);
    expect(pages).toHaveLength(3);
    expect(pages.flatMap(names)).toEqual(wanted);
    expect(
      new Set(pages.flatMap((text) => [...text.matchAll(/"console-name"><a href="([^"]*)"/g)].map((m) => m[1]))).size,
    ).toBe(45);
  });

  it('forgives an address that makes no sense', async () => {
    for (const part of [
      'after=%00',
      'after=x',
      `after=${randomUUID()}_%00`,
      'q=%00',
      'q=a&q=b',
      'done=constructor',
      'done=x',
    ]) {
      expect((await petra.get(`/platform?${part}`)).status).toBe(200);
    }
  });

  it('shows names as text', async () => {
    const word = randomDigits();
    await aTenant(web.orm, { name: `${word}<script>alert(1)</script>` });
    const { text } = await petra.get(`/platform?q=${word}%3Cscript%3E`);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>alert');
  });
});

describe('The last audit', () => {
  const run = {
    id: 'run-1',
    startedAt: '2026-11-20T11:00:00.000Z',
    lookedAt: 214,
    opened: 2,
    closed: 1,
    failed: 0,
    finished: true,
  };

  it('is told of: none yet, running, not heard of, ended, with what failed', async () => {
    expect(await wordsAt(petra, '/platform')).toContain('No audit has run yet.');
    const running = { ...run, finished: false };
    await recordAuditRun(web.orm, { ...running, seenAt: new Date('2026-11-20T11:59:00Z') });
    expect(await wordsAt(petra, '/platform')).toMatch(
      /Running , began 1 h ago · 214 tenants checked so far, 2 new overruns, 1 ended/,
    );
    await recordAuditRun(web.orm, { ...running, seenAt: new Date('2026-11-20T11:20:00Z') });
    expect(await wordsAt(petra, '/platform')).toContain('Not ended , last heard of 40 min ago');
    await recordAuditRun(web.orm, { ...run, failed: 1, seenAt: new Date('2026-11-20T11:30:00Z') });
    const words = await wordsAt(petra, '/platform');
    expect(words).toMatch(
      /Ended 30 min ago · 214 tenants checked, 2 new overruns, 1 ended; (\d+ quotas are|1 quota is) exceeded now\./,
    );
    expect(words).toContain('1 tenant could not be checked.');
  });

  it('can be asked for', async () => {
    const answer = await submit(petra, '/platform', '/platform/audits');
    expect([answer.status, answer.location, audits]).toEqual([303, '/platform?done=audit_asked', 1]);
    expect(await wordsAt(petra, '/platform?done=audit_asked')).toContain('The audit has been requested');
  });

  it('cannot be asked for while Temporal is away: 503, and repeating is safe', async () => {
    temporalAway = true;
    const answer = await petra.post('/platform/audits');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Retry-After')).not.toBeNull();
    expect(wordsOf(answer.text)).toContain('Sending the form again is safe');
  });
});

describe('The page of a tenant', () => {
  it('tells what its API keys were used for, together, this month and day by day (R32)', async () => {
    const tenant = await createTenant(web.orm, { people: { agnes: { agent: true } } });
    const path = `/platform/tenants/${tenant.id}`;
    expect(await wordsAt(petra, path)).toContain('Public API 0 requests this month');
    for (const { key } of [
      await createKeyFor(web.orm, tenant.people.agnes),
      await createIntegrationKey(web.orm, tenant.id, { name: 'Secret name' }),
    ]) {
      const caller = await findApiKey(web.orm, key);
      if (caller === null) throw new Error('The key of this test is none');
      await countCall(web.orm, caller, 'read');
      await countCall(web.orm, caller, 'write');
    }
    await useOn(tenant.id, '2026-11-18');
    const { text } = await petra.get(path);
    expect(wordsOf(text)).toContain('Public API 4 requests this month In the last 30 days: 2 reads and 2 writes');
    expect(text.match(/<rect x="108" y="0" width="3" height="20"/g)).toHaveLength(1);
    expect(text).not.toContain('Secret name');
  });
});

/** As if all calls had been made on that day. */
async function useOn(tenantId: string, day: string): Promise<void> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set role uslimato_lookup');
  await owner.query('update api_usage set day = $2 where tenant_id = $1', [tenantId, day]);
  await owner.end();
}
