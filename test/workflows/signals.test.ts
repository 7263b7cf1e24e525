import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { EventEntity } from '../../src/db/ticket-entities.ts';
import { ticketWorkflowId } from '../../src/temporal.ts';
import { ticketQuery } from '../../workflows/messages.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

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
    ['an inherited name', { operator: 'nora', changes: [{ kind: 'constructor' }] }],
  ])('of %s is recorded as malformed, and the ticket goes on', async (_what, signal) => {
    const { ticketId, handle, lastEvent } = await aTicketInTemporal();
    await handle.signal('command', signal as never);
    expect((await eventually(lastEvent)).fact).toMatchObject({ type: 'command_refused', code: 'malformed' });
    const edit = commandBy(tenant.agent, { kind: 'edit', priority: 'urgent' });
    await expect(product.gateway.send(tenant.id, ticketId, edit)).resolves.toMatchObject({ version: 3 });
  });
});
