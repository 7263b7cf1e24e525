import { afterEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { TicketEntity } from '../../src/db/ticket-entities.ts';
import { Unavailable } from '../../src/temporal/ticket-gateway.ts';
import { eventually } from '../support/eventually.ts';
import { commandBy, creationBy, type Product, startProduct } from '../support/product.ts';

let product: Product;

afterEach(() => product.stop());

describe('without a worker', () => {
  it('a command is answered "unavailable" within the deadline, and carried out once when repeated', async () => {
    product = await startProduct({ working: false, deadlineMs: 500 });
    const tenant = await product.tenant();
    const creation = creationBy(tenant);
    const began = performance.now();
    await expect(product.gateway.create(creation)).rejects.toBeInstanceOf(Unavailable);
    expect(performance.now() - began).toBeLessThan(5000);
    await product.work();
    const created = await eventually(() => product.gateway.create(creation));
    expect(created).toMatchObject({ number: 'TKT-000001', version: 1, repeated: true });

    await product.endWorkers();
    const start = commandBy(tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await expect(product.gateway.send(tenant.id, creation.ticketId, start)).rejects.toBeInstanceOf(Unavailable);
    await product.work();
    await eventually(() => product.gateway.send(tenant.id, creation.ticketId, start));
    const row = await inTenant(product.orm, tenant.id, (em) =>
      em.findOneOrFail(TicketEntity, { id: creation.ticketId }),
    );
    expect(row).toMatchObject({ status: 'in_progress', version: 2 });
  });
});
