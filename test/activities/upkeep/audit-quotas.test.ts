import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import { auditTenants } from '../../../activities/upkeep/audit-quotas.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { tenantsToRelease } from '../../../src/db/upkeep/releases.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { raiseMailsUsedUp } from '../../../src/host/licence/alerts.ts';
import { AlertEntity } from '../../../src/host/licence/alert.ts';
import { LicenceEntity } from '../../../src/host/licence/licence.ts';
import { monthOf, reserveMails } from '../../../src/host/licence/mail-quota.ts';
import { queueServiceMail } from '../../../src/host/service-mail/queue-service-mail.ts';
import type { Operations } from '../../../src/temporal/operations.ts';
import type { AuditProgress } from '../../../src/temporal/messages.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { createTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;

beforeEach(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl);
});

afterEach(async () => {
  await orm.close();
  await database.drop();
});

const begin: AuditProgress = {
  startedAt: new Date().toISOString(),
  cursor: null,
  lookedAt: 0,
  opened: 0,
  closed: 0,
  failed: 0,
};

const nothing = async (): Promise<void> => {};
const away = () => Promise.reject(new Error('Temporal is away'));

/** A page of an audit, with operations that do nothing but what is given. */
function page(
  operations: Partial<Operations> = {},
  progress = begin,
  now = new Date(),
): ReturnType<typeof auditTenants> {
  const doNothing = {
    startOutbox: nothing,
    releaseTickets: nothing,
    startRelease: nothing,
    healTicket: nothing,
    runQuotaAudit: nothing,
  };
  const tools = { orm, operations: { ...doNothing, ...operations }, now: () => now };
  return new MockActivityEnvironment().run(auditTenants, tools, { run: 'an audit', progress });
}

describe('auditTenants', () => {
  it('leaves to the refresh what it cannot set going', async () => {
    await createPlatformPerson(database.ownerUrl);
    const tenant = await createTenant(orm, { licence: { maxAgents: 0 }, people: { agnes: { agent: true }, rita: {} } });
    const by = agentActor(tenant.people.rita.userId);
    const beginning = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    await writeTicket(orm, beginning, [{ by, changes: [{ kind: 'set_status', to: 'in_progress' }] }]);
    const { progress, finished } = await page({ releaseTickets: away });
    expect(progress).toMatchObject({ lookedAt: 1, opened: 1, failed: 0, cursor: tenant.id });
    expect(finished).toBe(true);
    expect(await tenantsToRelease(orm, { graceSeconds: 0, atMost: 10 })).toEqual([tenant.id]);
  });

  it('releases only where a former agent has tickets', async () => {
    const released: string[] = [];
    await createTenant(orm, { licence: { maxAgents: 0 }, people: { agnes: { agent: true } } });
    await page({ releaseTickets: async (tenantId) => void released.push(tenantId) });
    expect(released).toEqual([]);
  });

  it('counts on from where the audit is, and begins after its cursor', async () => {
    const tenants = [await createTenant(orm), await createTenant(orm)].map(({ id }) => id).toSorted();
    const so = { ...begin, cursor: tenants[0] ?? null, lookedAt: 100, failed: 3 };
    const { progress } = await page({}, so);
    expect(progress).toEqual({ ...so, cursor: tenants[1], lookedAt: 101 });
  });

  it('of no tenants is finished at once', async () => {
    await expect(page({}, { ...begin, cursor: randomUUID() })).resolves.toMatchObject({ finished: true });
  });
});

describe('the count of mails', () => {
  const alerts = (tenantId: string) =>
    inTenant(orm, tenantId, (em) => em.find(AlertEntity, {}, { orderBy: { openedAt: 'asc' } }));
  const month = (ago = 0): string => {
    const now = new Date();
    return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)));
  };
  const say = (tenantId: string, used: number, of = month()) =>
    inTenant(orm, tenantId, (em) =>
      em.execute(
        `insert into mail_month (tenant_id, month, used) values (?, ?, ?)
         on conflict (tenant_id, month) do update set used = excluded.used`,
        [tenantId, of, used],
      ),
    );

  it('that differs from the ledger is found once, whichever is more, and closed when both agree', async () => {
    const { id } = await createTenant(orm);
    await page();
    expect(await alerts(id)).toEqual([]);
    await inTenant(orm, id, (em) => queueServiceMail(em, id, { ...aTest, countedMonth: month() }));
    await page();
    const drift = { kind: 'mail_count_drift', period: month() };
    expect(await alerts(id)).toMatchObject([{ ...drift, quotaLimit: 1, used: 0, closedAt: null }]);
    await say(id, 3);
    await page();
    expect(await alerts(id)).toMatchObject([{ ...drift, quotaLimit: 1, used: 3, closedAt: null }]);
    await say(id, 1);
    await page();
    const [closed, ...more] = await alerts(id);
    expect(closed?.closedAt).toBeInstanceOf(Date);
    expect(more).toEqual([]);
  });

  it('is looked at for the month before too, which mails can still be given back to', async () => {
    const { id } = await createTenant(orm);
    await say(id, 5, month(1));
    await say(id, 5, month(2));
    await page();
    expect(await alerts(id)).toMatchObject([{ kind: 'mail_count_drift', period: month(1), quotaLimit: 0, used: 5 }]);
  });
});

describe('the alert that the mails of a month are used up', () => {
  const nextMonth = () => {
    const now = new Date();
    return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  };
  const limitTo = (id: string, maxEmailsMonth: number) =>
    inTenant(orm, id, (em) => em.nativeUpdate(LicenceEntity, { tenantId: id }, { maxEmailsMonth }));
  const isOpen = async (id: string) =>
    (await inTenant(orm, id, (em) => em.findOneOrFail(AlertEntity, { kind: 'emails_used_up' }))).closedAt == null;

  /** A tenant whose one mail of this month is used, so that another was dropped. */
  async function usedUp(): Promise<string> {
    const { id } = await createTenant(orm);
    await limitTo(id, 1);
    const month = monthOf(new Date());
    await inTenant(orm, id, async (em) => {
      await reserveMails(em, id, { wanted: 1, limit: 1, at: new Date() });
      await queueServiceMail(em, id, { ...aTest, countedMonth: month });
      const about = { period: month, limit: 1, used: 1, dropped: 1 };
      await raiseMailsUsedUp(em, id, about, { team: async () => [], now: new Date() });
    });
    return id;
  }

  it('lasts while nothing is left, and ends once the licence leaves room again', async () => {
    const id = await usedUp();
    await page();
    expect(await isOpen(id)).toBe(true);
    await limitTo(id, 2);
    const { progress } = await page();
    expect(progress).toMatchObject({ closed: 1, failed: 0 });
    expect(await isOpen(id)).toBe(false);
  });

  it('ends with its month', async () => {
    const id = await usedUp();
    const { progress } = await page({}, begin, nextMonth());
    expect(progress).toMatchObject({ closed: 1, failed: 0 });
    expect(await isOpen(id)).toBe(false);
  });
});

const aTest = {
  kind: 'template_test',
  to: { name: 'Ada', address: 'ada@example.test' },
  aboutId: randomUUID(),
  fact: { event: 'ticket.created', audience: 'reporter', language: '', own: { subject: 'x', html: 'x', text: 'x' } },
  now: new Date(),
} as const;
