import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { flags } from '../../../src/domain/licence.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { monthOf } from '../../../src/host/licence/mail-quota.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsOf } from '../desk/desk.ts';

let web: TestWeb;
let tenant: TestTenant<'ada' | 'agnes' | 'rita'>;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { ada: { permissions: ['settings:manage'] }, agnes: { agent: true }, rita: {} },
  });
});
afterAll(() => web.close());

/** So much of the month's mails is used, and so many may be. */
async function use(used: number, limit: number, on: readonly (typeof flags)[number][] = flags): Promise<void> {
  await inTenant(web.orm, tenant.id, async (em) => {
    const terms = { ...standardTerms, flags: on, maxEmailsMonth: limit };
    await changeLicence(em, tenant.id, { terms, byId: null });
    await em.execute(
      `insert into mail_month (tenant_id, month, used) values (?, ?, ?)
       on conflict (tenant_id, month) do update set used = excluded.used`,
      [tenant.id, monthOf(new Date()), used],
    );
  });
}

const at = async (who: 'ada' | 'agnes' | 'rita', path: string): Promise<string> =>
  wordsOf((await web.as(tenant.people[who]).get(path)).text);

const told = /further e-mails are dropped until 1 [A-Z][a-z]+, 00:00 UTC/;

describe('the banner about the month’s mails (R19)', () => {
  it('is not there below 80 %', async () => {
    await use(7_999, 10_000);
    expect(await at('agnes', '/tickets')).not.toMatch(told);
    expect(await at('ada', '/settings/users')).not.toMatch(told);
  });

  it('tells agents and administrators from 80 % on how much is used, until when, and that tickets work as usual', async () => {
    await use(8_000, 10_000);
    for (const [who, path] of [
      ['agnes', '/tickets'],
      ['ada', '/settings/itsm'],
    ] as const) {
      const words = await at(who, path);
      expect(words).toMatch(
        /8,000 of 10,000 e-mails of [A-Z][a-z]+ are used\. Once all are, further e-mails are dropped until/,
      );
      expect(words).toContain('Tickets work as usual.');
    }
    expect(await at('ada', '/settings/itsm')).toContain('Ask HGE Uslimato for more.');
    expect(await at('agnes', '/tickets')).not.toContain('Ask HGE Uslimato');
  });

  it('says that they are used up, at the limit and beyond it, and where there are none at all', async () => {
    for (const [used, limit] of [
      [10_000, 10_000],
      [12_000, 10_000],
      [0, 0],
    ] as const) {
      await use(used, limit);
      expect(await at('agnes', '/tickets')).toMatch(
        /All [\d,]+ e-mails of [A-Z][a-z]+ are used: further e-mails are dropped until/,
      );
    }
  });

  it('is true of the composer too: it promises no mail that would be dropped', async () => {
    const reporterId = tenant.people.rita.userId;
    const { number } = await writeTicket(web.orm, { tenantId: tenant.id, reporterId });
    await use(9, 10);
    expect(await at('agnes', `/tickets/${number}`)).toContain('Will be e-mailed to Rita Example');
    await use(10, 10);
    const words = await at('agnes', `/tickets/${number}`);
    expect(words).toContain('This month’s e-mails are used up: Rita Example reads it at the desk.');
    expect(words).not.toContain('gets an e-mail');
  });

  it('speaks the language of whoever reads it', async () => {
    await use(8_000, 10_000);
    const german = await web.as(tenant.people.agnes).get('/tickets', { 'Accept-Language': 'de-AT, en;q=0.5' });
    expect(german.text).toContain('<html lang="de"');
    expect(wordsOf(german.text)).toMatch(/8\.000 von 10\.000 E-Mails für [A-Z][a-zä]+ sind verbraucht\./);
  });

  it('is no matter of reporters, nor of a tenant without mails', async () => {
    await use(10_000, 10_000);
    expect(await at('rita', '/desk')).not.toMatch(told);
    expect(await at('agnes', '/desk')).not.toMatch(told);
    await use(
      10_000,
      10_000,
      flags.filter((flag) => flag !== 'email_notifications'),
    );
    expect(await at('agnes', '/tickets')).not.toMatch(told);
  });
});
