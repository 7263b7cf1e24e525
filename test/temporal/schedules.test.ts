import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureSchedules, quotaAuditScheduleId, refreshScheduleId } from '../../src/temporal/schedules.ts';
import { eventually } from '../support/eventually.ts';
import { type Product, startProduct } from '../support/product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ working: false });
});

afterAll(async () => {
  for (const id of [refreshScheduleId, quotaAuditScheduleId]) await schedule(id).delete();
  await product.stop();
});

const schedule = (id: string) => product.client.schedule.getHandle(id);

const workerStarts = () => ensureSchedules(product, { refreshEverySeconds: 3600 });

describe('the schedules', () => {
  it('are there once when three workers start at once', async () => {
    await Promise.all([workerStarts(), workerStarts(), workerStarts()]);
    const ids = await eventually(async () => {
      const found: string[] = [];
      for await (const { scheduleId } of product.client.schedule.list()) found.push(scheduleId);
      return found.length >= 2 ? found : undefined;
    });
    expect(ids.toSorted()).toEqual([quotaAuditScheduleId, refreshScheduleId]);
    const { spec, policies } = await schedule(quotaAuditScheduleId).describe();
    expect(spec).toMatchObject({ intervals: [{ every: 3_600_000 }], jitter: 300_000 });
    expect(policies).toMatchObject({ overlap: 'BUFFER_ONE', catchupWindow: 3_600_000 });
    const refresh = await schedule(refreshScheduleId).describe();
    expect(refresh.policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 3_600_000 });
  });

  it('are brought to what they should be; a paused one stays paused', async () => {
    await schedule(quotaAuditScheduleId).pause('An operator looks at something');
    await schedule(quotaAuditScheduleId).update((current) => ({
      ...current,
      spec: { intervals: [{ every: 1_000_000 }] },
      policies: { ...current.policies, overlap: 'SKIP' },
    }));
    await workerStarts();
    const { spec, policies, state } = await schedule(quotaAuditScheduleId).describe();
    expect(spec).toMatchObject({ intervals: [{ every: 3_600_000 }], jitter: 300_000 });
    expect(policies.overlap).toBe('BUFFER_ONE');
    expect(state).toMatchObject({ paused: true, note: 'An operator looks at something' });
    await ensureSchedules(product, { refreshEverySeconds: 60 });
    expect((await schedule(refreshScheduleId).describe()).spec.intervals?.[0]?.every).toBe(60_000);
  });
});

describe('a run that is asked for', () => {
  it('of the refresh is done at once', async () => {
    await product.work();
    await schedule(refreshScheduleId).trigger();
    const ran = await eventually(async () => (await schedule(refreshScheduleId).describe()).info.recentActions[0]);
    const { workflow } = ran.action;
    await expect(product.client.workflow.getHandle(workflow.workflowId).result()).resolves.toMatchObject({
      reminded: 0,
    });
    await product.endWorkers();
  });

  it('of the audit while one is going on is done after it, once for all who asked', async () => {
    // Only those who ask count: the clock does not, while it is paused.
    await schedule(quotaAuditScheduleId).pause();
    let audits = 0;
    const goOn = Promise.withResolvers<void>();
    await product.work({
      auditTenants: async (request) => {
        audits += 1;
        await goOn.promise;
        return product.activities.auditTenants(request);
      },
    });
    await product.operations.runQuotaAudit();
    await eventually(() => audits === 1);
    for (let asked = 0; asked < 3; asked += 1) await product.operations.runQuotaAudit();
    const { info } = await schedule(quotaAuditScheduleId).describe();
    expect(info.runningActions.length).toBe(1);
    expect(audits).toBe(1);
    goOn.resolve();
    const done = await eventually(async () => {
      const now = (await schedule(quotaAuditScheduleId).describe()).info;
      return now.numActionsTaken === 2 && now.runningActions.length === 0 ? now : undefined;
    });
    for (const { action } of done.recentActions) {
      const handle = product.client.workflow.getHandle(action.workflow.workflowId);
      await expect(handle.result()).resolves.toMatchObject({ lookedAt: 0, failed: 0 });
    }
    expect(audits).toBe(2);
  });
});
