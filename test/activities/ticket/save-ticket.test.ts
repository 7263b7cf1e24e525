import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { historyKeyFrom } from '../../../activities/ticket/history-hash.ts';
import type { SaveRequest } from '../../../activities/ticket/save-request.ts';
import { saveTicket } from '../../../activities/ticket/save-ticket.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { EventEntity, TicketEntity } from '../../../src/db/ticket-entities.ts';
import { decideCreation } from '../../../src/domain/create.ts';
import { eventually } from '../../support/eventually.ts';
import { creationBy, type Product, startProduct, type TestTenant } from '../../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct({ working: false });
  tenant = await product.tenant();
});

afterAll(() => product.stop());

const save = (request: SaveRequest) =>
  saveTicket({ orm: product.orm, historyKey: historyKeyFrom('x'.repeat(32)), now: () => new Date() }, request);

function creation(): SaveRequest {
  const command = creationBy(tenant);
  const decided = decideCreation(command);
  if (!decided.ok) throw new Error(decided.refusal.message);
  return {
    tenantId: tenant.id,
    ticketId: command.ticketId,
    command: {
      id: command.id,
      fingerprint: command.fingerprint,
      actor: { kind: 'user', id: tenant.reporter.id },
      reach: 'held',
    },
    expectedVersion: 0,
    at: new Date().toISOString(),
    events: decided.value,
  };
}

describe('saving', () => {
  it('gives the ticket to a second attempt that began while the first was still under way', async () => {
    await save(creation());
    const holder = new pg.Client({ connectionString: product.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query("select set_config('app.tenant', $1, true)", [tenant.id]);
    await holder.query('select * from ticket_counter for update');
    const request = creation();
    const attempts = [save(request), save(request)];
    const bothWait = eventually(async () => {
      const waiting = await product.orm.em
        .fork()
        .execute("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
      return waiting.length === 2;
    });
    try {
      await bothWait;
    } finally {
      await holder.end();
    }
    const results = await Promise.all(attempts);
    expect(results).toMatchObject([
      { kind: 'saved', version: 1 },
      { kind: 'saved', version: 1 },
    ]);
    expect(results.filter((result) => result.kind === 'saved' && result.repeated)).toHaveLength(1);
    await expect(save(creation())).resolves.toMatchObject({ ticket: { number: 'TKT-000003' } });
  });

  it('makes no event of a description that stays as it is', async () => {
    const request = creation();
    await save(request);
    const edit = (description: string, expectedVersion: number): SaveRequest => ({
      ...request,
      command: { ...request.command, id: randomUUID() },
      expectedVersion,
      events: [
        { type: 'description_edited', description },
        { type: 'priority_edited', from: 'normal', to: 'high' },
      ],
    });
    await save(edit('There is smoke on the second floor.', 1));
    await save(edit('There is smoke on the third floor.', 2));
    const types = await inTenant(product.orm, tenant.id, async (em) => {
      const events = await em.find(EventEntity, { ticketId: request.ticketId }, { orderBy: { sequence: 'asc' } });
      return events.map((event) => event.type);
    });
    expect(types).toEqual(['created', 'priority_edited', 'description_edited', 'priority_edited']);
  });

  it('refuses what the database cannot store, and leaves nothing of it', async () => {
    const request = creation();
    await save(request);
    const odd = { ...request, command: { ...request.command, id: randomUUID() }, expectedVersion: 1 };
    const result = await save({ ...odd, events: [{ type: 'priority_edited', from: 'normal', to: 'odd' as never }] });
    expect(result).toMatchObject({ kind: 'refused', refusal: { code: 'malformed' } });
    const row = await inTenant(product.orm, tenant.id, (em) =>
      em.findOneOrFail(TicketEntity, { id: request.ticketId }),
    );
    expect(row).toMatchObject({ version: 1, sequence: 1, priority: 'normal' });
  });
});
