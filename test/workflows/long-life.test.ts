import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { UserEntity } from '../../src/host/identity/user.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { eventually } from '../support/eventually.ts';
import { refusalOf } from '../support/refusals.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

describe('continue-as-new', () => {
  it('loses and doubles nothing under a stream of commands', async () => {
    const creation = creationBy(tenant);
    const workflowId = ticketWorkflowId(tenant.id, creation.ticketId);
    await product.client.workflow.start('ticket', {
      workflowId,
      taskQueue: product.taskQueue,
      args: [
        {
          tenantId: tenant.id,
          ticketId: creation.ticketId,
          generation: 2,
          create: creation,
          attempt: 'first',
          continueAfter: 7,
        },
      ],
    });
    await product.gateway.create(creation);
    const first = await product.client.workflow.getHandle(workflowId).describe();
    const bodies = Array.from({ length: 60 }, (_, place) => `Note ${place}`);
    const waiting = bodies.values();
    const send = async () => {
      for (const body of waiting) {
        const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body });
        await product.gateway.send(tenant.id, creation.ticketId, note);
      }
    };
    const signals = Array.from({ length: 10 }, () =>
      product.client.workflow
        .getHandle(workflowId)
        .signal('command', commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'By signal' })),
    );
    await Promise.all([send(), send(), send(), send(), send(), ...signals]);
    const comments = await eventually(async () => {
      const found = await inTenant(product.orm, tenant.id, (em) =>
        em.find(EventEntity, { ticketId: creation.ticketId }, { orderBy: { sequence: 'asc' } }),
      );
      return found.length === 71 ? found : undefined;
    });
    expect(comments.map((event) => event.sequence)).toEqual(Array.from({ length: 71 }, (_, place) => place + 1));
    const last = await product.client.workflow.getHandle(workflowId).describe();
    expect(last.runId).not.toBe(first.runId);
    const report = await product.client.workflow.getHandle(workflowId).query(ticketQuery);
    expect(report.ticket).toMatchObject({ sequence: 71, version: 71 });
    await expect(product.gateway.create(creation)).resolves.toMatchObject({ repeated: true });
  });

  it('still knows a command of an earlier run', async () => {
    const creation = creationBy(tenant);
    await product.client.workflow.start('ticket', {
      workflowId: ticketWorkflowId(tenant.id, creation.ticketId),
      taskQueue: product.taskQueue,
      args: [
        {
          tenantId: tenant.id,
          ticketId: creation.ticketId,
          generation: 2,
          create: creation,
          attempt: 'first',
          continueAfter: 1,
        },
      ],
    });
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    const back = commandBy(tenant.agent, { kind: 'assign', to: null });
    await product.gateway.send(tenant.id, creation.ticketId, start);
    await product.gateway.send(tenant.id, creation.ticketId, back);
    await expect(product.gateway.send(tenant.id, creation.ticketId, start)).resolves.toMatchObject({
      version: 2,
      repeated: true,
    });
  });
});

describe('a ticket whose workflow is lost', () => {
  it('gets it back from its rows by the next command', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).terminate('lost, for a test');
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await expect(product.gateway.send(tenant.id, ticketId, start)).resolves.toMatchObject({ version: 2 });
  });

  it('refuses commands when it is finished, and when there never was one', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const cancel = commandBy(tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await product.gateway.send(tenant.id, ticketId, cancel);
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).result();
    const note = () => commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Too late' });
    expect(await refusalOf(product.gateway.send(tenant.id, ticketId, note()))).toBe('ticket_finished');
    expect(await refusalOf(product.gateway.send(tenant.id, randomUUID(), note()))).toBe('not_found');
  });

  it('of another tenant is not found', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const elsewhere = await product.tenant();
    const note = commandBy(elsewhere.agent, { kind: 'comment', visibility: 'internal', body: 'Mine now?' });
    expect(await refusalOf(product.gateway.send(elsewhere.id, ticketId, note))).toBe('not_found');
  });
});

describe('a workflow that somebody cancels', () => {
  it('ends, and the ticket goes on with a new one', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await handle.cancel();
    await eventually(async () => (await handle.describe()).status.name === 'CANCELLED');
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await expect(product.gateway.send(tenant.id, ticketId, start)).resolves.toMatchObject({ version: 2 });
  });
});

describe('a refused creation', () => {
  it('ends also when a command is waiting for it', async () => {
    const creation = creationBy(tenant, { reporterId: randomUUID(), actor: tenant.agent });
    const workflowId = ticketWorkflowId(tenant.id, creation.ticketId);
    await product.endWorkers();
    const handle = await product.client.workflow.start('ticket', {
      workflowId,
      taskQueue: product.taskQueue,
      args: [{ tenantId: tenant.id, ticketId: creation.ticketId, generation: 2, create: creation, attempt: 'first' }],
    });
    const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Too early' });
    const early = refusalOf(product.gateway.send(tenant.id, creation.ticketId, note));
    await product.work();
    expect(await early).toBe('reporter_unknown');
    await expect(handle.result()).rejects.toThrow();
  });
});

describe('reopening', () => {
  it('takes off an assignee who is no agent any more, and the queue hears of the reporter (R6)', async () => {
    const here = await product.tenant();
    const { ticketId } = await product.gateway.create(creationBy(here));
    const act = (...given: Parameters<typeof commandBy>) =>
      product.gateway.send(here.id, ticketId, commandBy(...given));
    await act(here.agent, { kind: 'set_status', to: 'in_progress' });
    await act(here.agent, { kind: 'set_status', to: 'resolved' });
    await inTenant(product.orm, here.id, (em) => em.nativeUpdate(UserEntity, { id: here.agent.id }, { active: false }));
    await act(here.reporter, { kind: 'answer_resolution', answer: 'still_broken', body: 'No better' });
    await act(here.otherAgent, { kind: 'set_status', to: 'in_progress' });
    const row = await inTenant(product.orm, here.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
    expect(row).toMatchObject({ status: 'in_progress', assigneeId: null });
    await product.mailbox.waitFor(
      (mail) =>
        mail.text?.includes('No better') === true && JSON.stringify(mail.to).includes(here.addresses.otherAgent),
    );
  });
});

describe('the Temporal UI', () => {
  it('shows number, type, title and state (R33)', async () => {
    const { ticketId, number } = await product.gateway.create(creationBy(tenant));
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
    expect(currentDetails).toContain(`**${number}** Incident: The printer is on fire`);
    expect(currentDetails).toContain('Open.');
  });
});

describe('a workflow behind its row', () => {
  it('takes the row as it is and decides on that', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    // As after a crash between commit and answer: another save has moved the row on.
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).terminate('to be behind');
    const before = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await product.gateway.send(tenant.id, ticketId, start);
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(TicketEntity, { id: ticketId }, { version: before.version + 5 }),
    );
    const resolve = commandBy(tenant.agent, { kind: 'set_status', to: 'resolved' });
    await expect(product.gateway.send(tenant.id, ticketId, resolve)).resolves.toMatchObject({
      version: before.version + 6,
    });
  });
});
