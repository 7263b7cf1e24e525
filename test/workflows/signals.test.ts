import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal/names.ts';
import { ticketQuery } from '../../src/temporal/messages.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const fullEnvelope = {
  id: 'envelope',
  fingerprint: 'f',
  changes: [{ kind: 'comment', visibility: 'external', body: 'Hello' }],
};

async function aTicketInTemporal() {
  const { ticketId } = await product.gateway.create(creationBy(tenant));
  const handle = product.client.workflow.getHandle(ticketWorkflowId(tenant.id, ticketId));
  const lastEvent = () =>
    inTenant(product.orm, tenant.id, (em) =>
      em.findOneOrFail(EventEntity, { ticketId, sequence: { $gt: 1 } }, { orderBy: { sequence: 'desc' } }),
    );
  return { ticketId, handle, lastEvent };
}

describe('a signal', () => {
  it('typed by an operator changes the ticket, and the history names the operator', async () => {
    const { handle, lastEvent } = await aTicketInTemporal();
    await handle.signal('command', { operator: 'nora', changes: [{ kind: 'set_status', to: 'in_progress' }] });
    const event = await eventually(lastEvent);
    expect(event).toMatchObject({ type: 'status_changed', actorKind: 'operator', actorId: 'nora' });
    await expect(handle.query(ticketQuery)).resolves.toMatchObject({
      ticket: { status: 'in_progress', assigneeId: null },
    });
  });

  it('that is refused leaves its refusal in the history, hidden from the reporter', async () => {
    const { handle, lastEvent } = await aTicketInTemporal();
    await handle.signal('command', commandBy(tenant.agent, { kind: 'set_status', to: 'closed' }));
    const event = await eventually(lastEvent);
    expect(event).toMatchObject({ type: 'command_refused', audience: 'agents' });
    expect(event.fact).toMatchObject({ code: 'transition_not_allowed', asked: 'set_status' });
  });

  it('that only the database can refuse is recorded too', async () => {
    const { handle, lastEvent } = await aTicketInTemporal();
    await handle.signal('command', commandBy(tenant.agent, { kind: 'assign', to: tenant.reporter.id }));
    expect((await eventually(lastEvent)).fact).toMatchObject({ type: 'command_refused', code: 'assignee_not_agent' });
  });

  it.each([
    ['nothing', undefined],
    ['a word', 'close it'],
    ['a command without changes', { operator: 'nora', changes: [] }],
    ['an unknown change', { operator: 'nora', changes: [{ kind: 'explode' }] }],
    ['a change with the wrong types', { operator: 'nora', changes: [{ kind: 'edit', title: { toString: 1 } }] }],
    ['a NUL in an id', { operator: 'nora', changes: [{ kind: 'assign', to: '\u0000' }] }],
    ['an assignee that is no id', { operator: 'nora', changes: [{ kind: 'assign', to: 'ben' }] }],
    ['an id too long for any index', { id: 'x'.repeat(7000), operator: 'nora\u0000', changes: [] }],
    [
      'an actor that is nobody',
      { ...fullEnvelope, actor: { kind: 'user', id: 'bob', permissions: ['tickets:manage'] } },
    ],
    ['an inherited name', { operator: 'nora', changes: [{ kind: 'constructor' }] }],
  ])('of %s is recorded as malformed, and the ticket goes on', async (_what, signal) => {
    const { ticketId, handle, lastEvent } = await aTicketInTemporal();
    await handle.signal('command', signal as never);
    expect((await eventually(lastEvent)).fact).toMatchObject({ type: 'command_refused', code: 'malformed' });
    const edit = commandBy(tenant.agent, { kind: 'edit', priority: 'urgent' });
    await expect(product.gateway.send(tenant.id, ticketId, edit)).resolves.toMatchObject({ version: 3 });
  });

  it('put right under the id of a refused one is carried out', async () => {
    const { handle, lastEvent } = await aTicketInTemporal();
    const signal = (to: string) => ({ id: 'fix-1', operator: 'nora', changes: [{ kind: 'set_status', to }] });
    await handle.signal('command', signal('closed') as never);
    await eventually(async () => (await lastEvent()).type === 'command_refused');
    await handle.signal('command', signal('in_progress') as never);
    await eventually(async () => (await lastEvent()).type === 'status_changed');
    await handle.signal('command', signal('cancelled') as never);
    await eventually(async () => (await lastEvent()).sequence === 4);
    expect((await lastEvent()).fact).toMatchObject({ type: 'command_refused', code: 'command_id_reused' });
  });

  it('repeated after it was carried out leaves nothing', async () => {
    const { ticketId, handle } = await aTicketInTemporal();
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await handle.signal('command', start);
    await handle.signal('command', { ...start, seen: { status: 'open' } });
    const edit = commandBy(tenant.agent, { kind: 'edit', priority: 'urgent' });
    await expect(product.gateway.send(tenant.id, ticketId, edit)).resolves.toMatchObject({ version: 3 });
  });
});
