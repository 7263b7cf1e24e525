import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity, NoticeEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { refusalOf } from '../support/refusals.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const eventsOf = (ticketId: string) =>
  inTenant(product.orm, tenant.id, (em) => em.find(EventEntity, { ticketId }, { orderBy: { sequence: 'asc' } }));

describe('repeating a creation', () => {
  it('gives the same ticket to fifty callers at once', async () => {
    const creation = creationBy(tenant);
    const answers = await Promise.all(Array.from({ length: 50 }, () => product.gateway.create(creation)));
    expect(new Set(answers.map((answer) => answer.number)).size).toBe(1);
    expect(answers.filter((answer) => !answer.repeated)).toHaveLength(1);
    expect(await eventsOf(creation.ticketId)).toHaveLength(1);
    const notices = await inTenant(product.orm, tenant.id, (em) =>
      em.count(NoticeEntity, { ticketId: creation.ticketId }),
    );
    expect(notices).toBe(3);
  });

  it('refuses other content under the same id', async () => {
    const creation = creationBy(tenant);
    await product.gateway.create(creation);
    const other = product.gateway.create({ ...creation, title: 'Something else', fingerprint: 'other' });
    expect(await refusalOf(other)).toBe('command_id_reused');
  });

  it('is answered from the row once the ticket is finished, and makes no second ticket', async () => {
    const creation = creationBy(tenant);
    const created = await product.gateway.create(creation);
    const cancel = commandBy(tenant.agent, { kind: 'set_status', to: 'cancelled', reasonCode: 'other' });
    await product.gateway.send(tenant.id, creation.ticketId, cancel);
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, creation.ticketId)).result();
    await expect(product.gateway.create(creation)).resolves.toEqual({ ...created, repeated: true });
  });

  it('decides a refused creation anew', async () => {
    const creation = creationBy(tenant);
    const stranger = product.gateway.create({ ...creation, actor: tenant.agent, reporterId: randomUUID() });
    expect(await refusalOf(stranger)).toBe('reporter_unknown');
    const blank = product.gateway.create({ ...creation, title: '  ' });
    expect(await refusalOf(blank)).toBe('malformed');
    await expect(product.gateway.create(creation)).resolves.toMatchObject({ version: 1, repeated: false });
  });

  it('keeps an external reference unique in its tenant only', async () => {
    await product.gateway.create(creationBy(tenant, { externalRef: 'A-1' }));
    expect(await refusalOf(product.gateway.create(creationBy(tenant, { externalRef: 'A-1' })))).toBe(
      'external_ref_taken',
    );
    const elsewhere = await product.tenant();
    await product.gateway.create(creationBy(elsewhere, { externalRef: 'A-1' }));
  });
});

describe('repeating a command', () => {
  it('gives the first answer, also when the rules would refuse it now', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    const resolve = commandBy(tenant.agent, { kind: 'set_status', to: 'resolved' });
    const close = commandBy(tenant.agent, { kind: 'set_status', to: 'closed' });
    for (const command of [start, resolve, close]) await product.gateway.send(tenant.id, ticketId, command);
    await product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId)).result();
    await expect(product.gateway.send(tenant.id, ticketId, resolve)).resolves.toMatchObject({
      version: 3,
      repeated: true,
    });
    const events = await eventsOf(ticketId);
    expect(events.filter((event) => event.type === 'status_changed')).toHaveLength(3);
  });

  it('sent twice at once is carried out once', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const reply = commandBy(tenant.agent, { kind: 'comment', visibility: 'external', body: 'Only once, please' });
    const answers = await Promise.all([1, 2, 3].map(() => product.gateway.send(tenant.id, ticketId, reply)));
    expect(new Set(answers.map((answer) => answer.version))).toEqual(new Set([2]));
    expect(await eventsOf(ticketId)).toHaveLength(2);
  });

  it('refuses other content under the same id', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const note = commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'One' });
    await product.gateway.send(tenant.id, ticketId, note);
    // Temporal itself would answer a known update id of this run with the first result: the row has to say no after it.
    const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
    await handle.signal('command', {
      ...commandBy(tenant.agent, { kind: 'comment', visibility: 'internal', body: 'Two' }),
      id: note.id,
    });
    await product.gateway.send(tenant.id, ticketId, commandBy(tenant.agent, { kind: 'edit', priority: 'high' }));
    const comments = (await eventsOf(ticketId)).filter((event) => event.type === 'comment_added');
    expect(comments).toHaveLength(1);
  });

  it('that changes nothing makes no event and stays without effect when it is repeated later', async () => {
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const assign = commandBy(tenant.agent, { kind: 'assign', to: tenant.agent.id });
    await product.gateway.send(tenant.id, ticketId, assign);
    const again = commandBy(tenant.agent, { kind: 'assign', to: tenant.agent.id });
    await expect(product.gateway.send(tenant.id, ticketId, again)).resolves.toMatchObject({ version: 2 });
    await product.gateway.send(tenant.id, ticketId, commandBy(tenant.agent, { kind: 'assign', to: null }));
    await product.gateway.send(tenant.id, ticketId, again);
    const row = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
    expect(row.assigneeId).toBeNull();
  });
});
