import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { CountEntity, EventEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { rollUpCounts } from '../../src/db/upkeep/ticket-counts.ts';
import { refusalOf } from '../support/refusals.ts';
import { commandBy, creationBy, type Product, startProduct, withoutMail } from '../support/product.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct({ deadlineMs: 60_000 });
});

afterAll(() => product.stop());

describe('numbers', () => {
  it('are 1 to 100 for a hundred tickets created at once, with a worker that ends and another that begins (R15)', async () => {
    const tenant = await product.tenant(withoutMail);
    const creating = Array.from({ length: 100 }, () => product.gateway.create(creationBy(tenant)));
    await Promise.race(creating);
    await product.endWorkers();
    await product.work();
    const numbers = (await Promise.all(creating)).map((answer) => answer.number).toSorted();
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, place) => `TKT-${String(place + 1).padStart(6, '0')}`));
    await rollUpCounts(product.orm);
    const counted = await inTenant(product.orm, tenant.id, (em) => em.findAll(CountEntity));
    expect(counted).toMatchObject([{ status: 'open', waitingFor: 'agent', n: 100 }]);
  }, 180_000);

  it('of a refused creation are given back', async () => {
    const tenant = await product.tenant();
    await product.gateway.create(creationBy(tenant, { externalRef: 'X' }));
    expect(await refusalOf(product.gateway.create(creationBy(tenant, { externalRef: 'X' })))).toBe(
      'external_ref_taken',
    );
    await expect(product.gateway.create(creationBy(tenant))).resolves.toMatchObject({ number: 'TKT-000002' });
  });
});

describe('two agents at the same moment', () => {
  it('send different transitions: one is accepted, the other refused with the state that it met', async () => {
    const tenant = await product.tenant();
    for (let round = 0; round < 10; round += 1) {
      const { ticketId } = await product.gateway.create(creationBy(tenant));
      const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
      await product.gateway.send(tenant.id, ticketId, start);
      const resolve = commandBy(tenant.agent, { kind: 'set_status', to: 'resolved' });
      const cancel = {
        ...commandBy(tenant.otherAgent, { kind: 'set_status', to: 'cancelled' }),
        seen: { status: 'in_progress' as const },
      };
      const outcomes = await Promise.all([
        refusalOf(product.gateway.send(tenant.id, ticketId, resolve)),
        refusalOf(product.gateway.send(tenant.id, ticketId, cancel)),
      ]);
      const row = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));
      const changes = await inTenant(product.orm, tenant.id, (em) =>
        em.find(EventEntity, { ticketId, type: 'status_changed' }, { orderBy: { sequence: 'asc' } }),
      );
      if (row.status === 'resolved') expect(outcomes).toEqual(['accepted', 'stale_field']);
      else expect([row.status, ...outcomes]).toEqual(['cancelled', 'ticket_finished', 'accepted']);
      expect(changes.map((change) => change.fact)).toMatchObject([
        { from: 'open', to: 'in_progress' },
        { from: 'in_progress', to: row.status },
      ]);
    }
  });

  it('assign themselves: one gets the ticket, the other is told who has it', async () => {
    const tenant = await product.tenant();
    const { ticketId } = await product.gateway.create(creationBy(tenant));
    const assign = (agent: typeof tenant.agent) =>
      refusalOf(
        product.gateway.send(tenant.id, ticketId, {
          ...commandBy(agent, { kind: 'assign', to: agent.id }),
          seen: { assigneeId: null },
        }),
      );
    const outcomes = await Promise.all([assign(tenant.agent), assign(tenant.otherAgent)]);
    expect(outcomes.toSorted()).toEqual(['accepted', 'stale_field']);
  });
});
