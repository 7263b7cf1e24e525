import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity, NoticeEntity } from '../../src/db/ticket-entities.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { LicenceEntity } from '../../src/host/licence/licence.ts';
import { mailUse } from '../../src/host/licence/mail-quota.ts';
import { GroupMemberEntity } from '../../src/host/permissions/group.ts';
import { TenantEntity } from '../../src/host/tenants/tenant.ts';
import { type AuditProgress, auditQuery } from '../../src/temporal/messages.ts';
import { limitTo, removeAgent } from '../support/agents.ts';
import { eventually } from '../support/eventually.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;

afterEach(() => product.stop());

/** Starts an audit as the schedule does, and gives its handle. */
const audit = (continueAfter?: number) =>
  product.client.workflow.start('quotaAudit', {
    workflowId: `quota-audit-${randomUUID()}`,
    taskQueue: product.taskQueue,
    args: continueAfter === undefined ? [] : [{ continueAfter }],
  });

const audited = async (): Promise<AuditProgress> => (await audit()).result();

const alertsOf = (tenant: TestTenant) =>
  inTenant(product.orm, tenant.id, (em) => em.find(AlertEntity, {}, { orderBy: { openedAt: 'asc' } }));

type Run = { id: string; finished_at: string | null; looked_at: number; failed: number };

const runs = () => product.orm.em.fork().execute<Run[]>('select * from audit_run order by started_at');

/** Addresses that have been mailed so far, one for each mail. */
const mailed = (subject: string) =>
  product.mailbox
    .messages()
    .filter((mail) => mail.subject?.includes(subject))
    .map((mail) => [mail.to].flat()[0]?.value[0]?.address ?? '')
    .toSorted();

describe('the audit of quotas (R14)', () => {
  it('opens one alert for an overrun, keeps it while it lasts, closes it at its end, and opens another for the next', async () => {
    product = await startProduct();
    const petra = await createPlatformPerson(product.ownerUrl, 'Petra Platform');
    const paul = await createPlatformPerson(product.ownerUrl, 'Paul Platform');
    const team = [petra.email, paul.email].toSorted();
    const tenant = await product.tenant();
    const other = await product.tenant();
    await expect(audited()).resolves.toMatchObject({ lookedAt: 2, opened: 0, closed: 0, failed: 0 });

    await limitTo(product, tenant.id, { maxAgents: 0 });
    await expect(audited()).resolves.toMatchObject({ lookedAt: 2, opened: 1, closed: 0 });
    const [opened] = await alertsOf(tenant);
    expect(opened).toMatchObject({ kind: 'agents_over_quota', period: '', quotaLimit: 0, used: 2, mostUsed: 2 });
    const subject = '2 agents, the licence allows 0';
    await eventually(() => mailed(subject).length === 2);
    expect(mailed(subject)).toEqual(team);
    const mail = product.mailbox.messages().find((message) => message.subject?.includes(subject));
    expect(mail?.text).toContain(`http://itsm.test/platform/tenants/${tenant.id}`);
    // What the platform team is told uses no mail of the tenant.
    expect(await inTenant(product.orm, tenant.id, (em) => mailUse(em, tenant.id, new Date()))).toMatchObject({
      used: 0,
    });

    await removeAgent(product, tenant.id, tenant.otherAgent.id);
    await expect(audited()).resolves.toMatchObject({ opened: 0, closed: 0 });
    const [kept, ...more] = await alertsOf(tenant);
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ id: opened?.id, used: 1, mostUsed: 2, openedAt: opened?.openedAt, closedAt: null });
    expect(kept?.seenAt.getTime()).toBeGreaterThan(opened?.seenAt.getTime() ?? Infinity);

    await limitTo(product, tenant.id, { maxAgents: 1 });
    await expect(audited()).resolves.toMatchObject({ opened: 0, closed: 1 });
    expect((await alertsOf(tenant))[0]?.closedAt).not.toBeNull();

    await limitTo(product, tenant.id, { maxAgents: 0 });
    await expect(audited()).resolves.toMatchObject({ opened: 1, closed: 0 });
    expect((await alertsOf(tenant)).map((alert) => alert.closedAt === null)).toEqual([false, true]);
    await eventually(() => mailed('1 agent, the licence allows 0').length === 2);
    expect(mailed('the licence allows 0')).toEqual([...team, ...team].toSorted());
    expect(await alertsOf(other)).toEqual([]);
  });

  it('looks at suspended and ended licences too, and ends the alerts of a tenant without one', async () => {
    product = await startProduct();
    const suspended = await product.tenant();
    const ended = await product.tenant();
    await limitTo(product, suspended.id, { maxAgents: 1, active: false });
    await limitTo(product, ended.id, { maxAgents: 1, validUntil: new Date('2020-01-01') });
    await expect(audited()).resolves.toMatchObject({ opened: 2, failed: 0 });
    await inTenant(product.orm, ended.id, (em) => em.nativeDelete(LicenceEntity, { tenantId: ended.id }));
    await expect(audited()).resolves.toMatchObject({ opened: 0, closed: 1 });
    expect((await alertsOf(ended))[0]?.closedAt).not.toBeNull();
  });

  it('counts the mails of the calendar month in UTC, and ends their alert with the month', async () => {
    let ahead = 0;
    const now = () => new Date(Date.now() + ahead);
    product = await startProduct({ now });
    const tenant = await product.tenant();
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const sent = { ticketId, state: 'sent' as const };
    await eventually(() => inTenant(product.orm, tenant.id, async (em) => (await em.count(NoticeEntity, sent)) === 3));
    await limitTo(product, tenant.id, { maxEmailsMonth: 2 });
    await expect(audited()).resolves.toMatchObject({ opened: 1 });
    const period = now().toISOString().slice(0, 7);
    expect(await alertsOf(tenant)).toMatchObject([{ kind: 'emails_over_quota', period, used: 3, quotaLimit: 2 }]);

    ahead = Date.UTC(now().getUTCFullYear(), now().getUTCMonth() + 1, 1) - Date.now();
    await expect(audited()).resolves.toMatchObject({ opened: 0, closed: 1 });
  });

  it('goes on when a tenant fails, and tells how many did', async () => {
    product = await startProduct();
    const [broken, whole] = [await product.tenant(), await product.tenant()];
    for (const { id } of [broken, whole]) await limitTo(product, id, { maxAgents: 1 });
    const owner = new pg.Client({ connectionString: product.ownerUrl });
    await owner.connect();
    await owner.query(`alter table platform_alert add check (tenant_id <> '${broken.id}')`);
    await owner.end();
    await expect(audited()).resolves.toMatchObject({ lookedAt: 2, opened: 1, failed: 1 });
    expect((await alertsOf(whole)).length).toBe(1);
    expect(await alertsOf(broken)).toEqual([]);
    expect(await runs()).toMatchObject([{ looked_at: 2, failed: 1 }]);
  });

  it('goes through more tenants than a page holds, over several runs that are kept as one', async () => {
    product = await startProduct();
    for (let place = 0; place < 204; place += 1) {
      const id = randomUUID();
      const tenant = { id, name: `Tenant ${place}`, slug: `t-${place}` };
      await inTenant(product.orm, id, (em) => em.insert(TenantEntity, tenant));
    }
    const tenant = await product.tenant();
    await limitTo(product, tenant.id, { maxAgents: 1 });
    const started = await audit(1);
    const progress = await started.result();
    expect(progress).toMatchObject({ lookedAt: 205, opened: 1, failed: 0 });
    const handle = product.client.workflow.getHandle(started.workflowId);
    expect((await handle.describe()).runId).not.toBe(started.firstExecutionRunId);
    expect(await runs()).toMatchObject([
      { id: `${started.workflowId}/${started.firstExecutionRunId}`, looked_at: 205, finished_at: expect.anything() },
    ]);
    await expect(handle.query(auditQuery)).resolves.toEqual(progress);
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain('205 tenants looked at: 1 overruns opened');
  });

  it('finds an overrun once when two audits meet', async () => {
    product = await startProduct();
    const { email } = await createPlatformPerson(product.ownerUrl);
    const tenants = await Promise.all(Array.from({ length: 10 }, () => product.tenant()));
    for (const { id } of tenants) await limitTo(product, id, { maxAgents: 1 });
    const [one, other] = await Promise.all([audited(), audited()]);
    expect(one.opened + other.opened).toBe(10);
    for (const tenant of tenants) expect((await alertsOf(tenant)).length).toBe(1);
    await eventually(() => mailed('2 agents, the licence allows 1').length === 10);
    expect(mailed('2 agents')).toEqual(tenants.map(() => email));
  });

  it('takes a former agent off their tickets where that slipped by (R6)', async () => {
    product = await startProduct();
    const tenant = await product.tenant({ queueAddress: 'queue@example.test' });
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await product.gateway.send(tenant.id, ticketId, commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' }));
    await inTenant(product.orm, tenant.id, (em) => em.nativeDelete(GroupMemberEntity, { userId: tenant.agent.id }));
    await audited();
    const event = await eventually(() =>
      inTenant(product.orm, tenant.id, (em) => em.findOne(EventEntity, { ticketId, actorId: 'agent_removed' })),
    );
    expect(event.fact).toMatchObject({ type: 'assigned', from: tenant.agent.id, to: null });
  });
});
