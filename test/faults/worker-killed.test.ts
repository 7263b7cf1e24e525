import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { rollUpCounts } from '../../src/db/upkeep/ticket-counts.ts';
import { CountEntity, TicketEntity } from '../../src/db/ticket-entities.ts';
import { formatNumber } from '../../src/domain/numbering.ts';
import { eventually } from '../support/eventually.ts';
import { insist } from '../support/insisting.ts';
import { createTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { expectSound, wholeTicket } from '../support/soundness.ts';
import { allMailDone, moreAccepted, nothingLostOrDoubled, startLoad } from './load.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
}, 120_000);

afterAll(() => system?.stop(), 60_000);

describe('the worker killed', () => {
  it('between commands and their answers, again and again: nothing accepted is lost, nothing happens twice', async () => {
    const tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
    const load = await startLoad(system, tenant, { tickets: 4 });
    const kills = 3;
    for (let round = 0; round < kills; round += 1) {
      await moreAccepted(load, 30);
      await system.worker.kill();
      await system.worker.start();
    }
    await moreAccepted(load, 30);
    const sent = await load.end();
    await nothingLostOrDoubled(system, tenant.id, load, sent);
    await allMailDone(system, tenant.id, load.ticketIds);
    // As they are in the end: so many messages in a minute meet the guard against loops.
    const tickets = await Promise.all(
      load.ticketIds.map((ticketId) => wholeTicket(system.orm, { tenantId: tenant.id, ticketId })),
    );
    const received = system.mailbox.messages().map((mail) => mail.messageId);
    for (const { notices } of tickets) {
      for (const { messageId } of notices.filter(({ skipReason }) => skipReason === null)) {
        const copies = received.filter((id) => id?.startsWith(`<${messageId}@`)).length;
        expect(copies).toBeGreaterThanOrEqual(1);
        expect(copies).toBeLessThanOrEqual(2);
      }
    }
  }, 180_000);

  it('while a hundred tickets are created at once: their numbers are 1 to 100, none twice and none missing (R15)', async () => {
    const tenant = await createTenant(system.orm, { people: { rita: {} } });
    const reporter = system.as(tenant.people.rita);
    const count = () => inTenant(system.orm, tenant.id, (em) => em.count(TicketEntity, {}));
    const creating = Promise.all(
      Array.from({ length: 100 }, (_, place) => {
        const fields = {
          type: 'incident',
          title: `Printer ${place}`,
          description: 'It burns.',
          command_id: randomUUID(),
        };
        return insist(reporter, { action: '/desk/new', fields });
      }),
    );
    await eventually(async () => (await count()) >= 10, { timeoutMs: 30_000 });
    await system.worker.kill();
    expect(await count()).toBeLessThan(100);
    await system.worker.start();
    const locations = (await creating).map(({ location }) => location);
    const expected = Array.from({ length: 100 }, (_, place) => formatNumber('TKT', place + 1));
    expect(locations.toSorted()).toEqual(expected.map((number) => `/desk/${number}?created`));
    const rows = await inTenant(system.orm, tenant.id, (em) =>
      em.findAll(TicketEntity, { orderBy: { number: 'asc' } }),
    );
    expect(rows.map((row) => row.number)).toEqual(expected);
    for (const { id } of rows) await expectSound(system.orm, tenant.id, id, system.appSecret);
    await rollUpCounts(system.orm);
    const counted = await inTenant(system.orm, tenant.id, (em) => em.findAll(CountEntity));
    expect(counted.map(({ status, n }) => [status, n])).toEqual([['open', 100]]);
  }, 180_000);
});
