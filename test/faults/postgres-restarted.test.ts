import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { createTenant } from '../support/people.ts';
import { startSystem, type System } from '../support/processes.ts';
import { allMailDone, moreAccepted, nothingLostOrDoubled, startLoad } from './load.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ ownPostgres: true });
}, 120_000);

afterAll(() => system?.stop(), 60_000);

it('Postgres restarted and killed under load: nothing accepted is lost or doubled, and web and worker live on', async () => {
  const tenant = await createTenant(system.orm, { people: { rita: {}, agnes: { agent: true } } });
  const load = await startLoad(system, tenant, { tickets: 6 });
  const before = [system.web.pid(), system.worker.pid()];
  for (const end of [system.postgres.stop, system.postgres.kill, system.postgres.kill]) {
    await moreAccepted(load, 30);
    const unavailable = load.unavailable();
    await end();
    // People meet it: they are told to come back, and the health checks say why.
    await eventually(() => load.unavailable() > unavailable, { timeoutMs: 30_000 });
    const readiness = await system.nobody().get('/readyz');
    expect([readiness.status, readiness.json()]).toEqual([
      503,
      { status: 'not ready', reasons: ['The database does not answer.'] },
    ]);
    expect((await system.nobody().get('/healthz')).status).toBe(200);
    await system.postgres.start();
  }
  await moreAccepted(load, 30);
  await system.ready();
  const sent = await load.end();
  await nothingLostOrDoubled(system, tenant.id, load, sent);
  await allMailDone(system, tenant.id, load.ticketIds);
  expect([system.web.pid(), system.worker.pid()]).toEqual(before);
  // Neither holds on to a connection that broke: both can end in good order.
  expect([await system.web.stop(), await system.worker.stop()]).toEqual(['exit code 0', 'exit code 0']);
}, 180_000);
