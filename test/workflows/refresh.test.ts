import { afterEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { NoticeEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;

afterEach(() => product.stop());

const rowOf = (tenant: TestTenant, ticketId: string) =>
  inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));

const refresh = () =>
  product.client.workflow.execute('refresh', {
    workflowId: `refresh-${product.taskQueue}`,
    taskQueue: product.taskQueue,
  });

const mailsDone = (tenant: TestTenant, ticketId: string) =>
  eventually(async () => {
    const notices = await inTenant(product.orm, tenant.id, (em) => em.find(NoticeEntity, { ticketId }));
    return notices.length > 0 && notices.every((notice) => notice.nextTryAt == null) ? notices : undefined;
  });

describe('refresh', () => {
  it('confirms a version that no mail has confirmed', async () => {
    product = await startProduct();
    const tenant = await product.tenant();
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await mailsDone(tenant, ticketId);
    const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'No mail for this' });
    await product.gateway.send(tenant.id, ticketId, note);
    await eventually(async () => {
      await refresh();
      return (await rowOf(tenant, ticketId)).confirmedVersion === 2;
    });
    await expect(refresh()).resolves.toEqual({
      reminded: 0,
      restarted: 0,
      confirmed: 0,
      failed: 0,
      releases: 0,
      serviceMailWoken: false,
    });
  });

  it('brings back a lost workflow, which sends the mail that was due', async () => {
    product = await startProduct();
    const tenant = await product.tenant();
    product.mailbox.refuse(() => ({ code: 451 }));
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await eventually(async () => !(await handle.query(ticketQuery)).sendingMail);
    await handle.terminate('lost, for a test');
    product.mailbox.refuse(undefined);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(
        NoticeEntity,
        { ticketId, nextTryAt: { $ne: null } },
        { nextTryAt: new Date(0), leasedUntil: null },
      ),
    );
    await eventually(refresh);
    const notices = await mailsDone(tenant, ticketId);
    expect(notices.map((notice) => notice.state)).toEqual(['sent', 'sent', 'sent']);
    await expect(handle.query(ticketQuery)).resolves.toMatchObject({ ticket: { status: 'open', version: 1 } });
  });

  it('sends the last mails of a finished ticket without waking the ticket', async () => {
    product = await startProduct();
    const tenant = await product.tenant();
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await mailsDone(tenant, ticketId);
    product.mailbox.clear();
    product.mailbox.refuse(() => ({ code: 451 }));
    const cancel = commandBy(tenant.agent, { kind: 'set_status', to: 'cancelled', reason: 'Found twice' });
    await product.gateway.send(tenant.id, ticketId, cancel);
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await eventually(async () => {
      const report = await handle.query(ticketQuery);
      return !report.sendingMail && report.mailDueAt !== null;
    });
    await handle.terminate('lost, for a test');
    product.mailbox.refuse(undefined);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(
        NoticeEntity,
        { ticketId, nextTryAt: { $ne: null } },
        { nextTryAt: new Date(0), leasedUntil: null },
      ),
    );
    await eventually(refresh);
    const mail = await product.mailbox.waitFor((received) => received.text?.includes('Found twice') === true);
    expect(mail.subject).toContain('TKT-000001');
    await mailsDone(tenant, ticketId);
    expect((await handle.describe()).status.name).toBe('TERMINATED');
  });
});
