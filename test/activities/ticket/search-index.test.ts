import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { findTickets } from '../../../src/db/search/find-tickets.ts';
import { rebuildTenant } from '../../../src/db/search/rebuild-tenant.ts';
import { rebuildTenants } from '../../../src/db/search/rebuild-tenants.ts';
import type { Change } from '../../../src/domain/command.ts';
import { aMovement, anAsset } from '../../support/assets.ts';
import { commandBy, creationBy, type Product, startProduct, type TestTenant } from '../../support/product.ts';

let product: Product;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
  tenant = await product.tenant();
}, 60_000);
afterAll(() => product.stop());

const agentSends = (ticketId: string, ...changes: Change[]) =>
  product.gateway.send(tenant.id, ticketId, commandBy(tenant.agent, ...changes));

/** The whole index of the tenant. */
const index = () =>
  inTenant(product.orm, tenant.id, async (em) => ({
    entries: await em.execute(
      `select ticket_id, slot, place, ordinal, array(select t from unnest(tokens) t order by t) as tokens
       from search_entry order by ticket_id, slot`,
    ),
    words: await em.execute('select word, token from search_word order by word'),
    names: await em.execute(
      'select kind, id, array(select w from unnest(words) w order by w) as words from search_name order by kind, id',
    ),
  }));

const find = async (text: string): Promise<number> =>
  inTenant(product.orm, tenant.id, async (em) => (await findTickets(em, text, { kind: 'agent' }, 1000)).tickets.length);

/** A ticket to which everything has happened that the index knows of. */
async function aBusyTicket(): Promise<string> {
  const by = { tenantId: tenant.id, by: tenant.agent.id };
  const laptop = await anAsset(product.orm, by, { name: 'Notebook Straßburg' });
  const monitor = await anAsset(product.orm, by, { name: 'Bildschirm' });
  const movementId = await aMovement(product.orm, by, { assetId: laptop.id });
  const { ticketId } = await product.gateway.create(
    creationBy(tenant, { title: 'Erster Titel', description: 'Erste Beschreibung' }),
  );
  await agentSends(ticketId, { kind: 'assign', to: tenant.agent.id });
  await agentSends(ticketId, { kind: 'edit', title: 'Zweiter Mu\u0308ller', description: 'Zweite Beschreibung' });
  await agentSends(ticketId, { kind: 'comment', visibility: 'internal', body: 'Geheime Notiz' });
  await agentSends(ticketId, { kind: 'comment', visibility: 'external', body: 'Offene Antwort' });
  await agentSends(ticketId, { kind: 'set_assets', assetIds: [laptop.id, monitor.id] });
  await agentSends(ticketId, { kind: 'set_movement', movementId });
  await agentSends(ticketId, { kind: 'set_assets', assetIds: [laptop.id] });
  await agentSends(ticketId, { kind: 'set_status', to: 'resolved', solution: 'Neu gestartet' });
  await agentSends(ticketId, { kind: 'set_status', to: 'in_progress', reason: 'Doch wieder kaputt' });
  await agentSends(ticketId, { kind: 'assign', to: tenant.otherAgent.id });
  return ticketId;
}

it('is after every command what a rebuild makes of the rows', async () => {
  await aBusyTicket();
  for (const text of ['mueller', 'notiz', 'antwort', 'strassburg', 'gestartet', 'kaputt', 'zweite']) {
    expect([text, await find(text)]).toEqual([text, 1]);
  }
  for (const text of ['erster', 'erste', 'bildschirm']) expect([text, await find(text)]).toEqual([text, 0]);
  const kept = await index();
  await inTenant(product.orm, tenant.id, (em) => em.execute('delete from search_entry', [], 'run'));
  expect(await find('mueller')).toBe(0);
  await rebuildTenant(product.orm, tenant.id, () => {});
  expect(await index()).toEqual(kept);
});

it('is written while tickets change, and none of the changes is lost', async () => {
  const { ticketId } = await product.gateway.create(creationBy(tenant, { title: 'Titel null' }));
  const rebuilding = (async () => {
    for (let n = 0; n < 10; n += 1) await rebuildTenant(product.orm, tenant.id, () => {});
  })();
  for (let n = 1; n <= 10; n += 1) {
    await agentSends(ticketId, { kind: 'edit', title: `Fassung${n}` });
    expect([n, await find(`fassung${n}`)]).toEqual([n, 1]);
  }
  await rebuilding;
  expect(await find('fassung10')).toBe(1);
  expect(await find('fassung9')).toBe(0);
});

it('goes on where it was cut off, and is filled only where it was never finished', async () => {
  await product.gateway.create(creationBy(tenant, { title: 'Another one' }));
  const said: string[] = [];
  const asked = { slug: null, missing: true, say: (line: string) => void said.push(line) };
  await rebuildTenants(product.orm, asked);
  expect(said).toEqual([]);
  await inTenant(product.orm, tenant.id, async (em) => {
    await em.execute('delete from search_entry', [], 'run');
    // As if it had been cut off after all tickets but the last one.
    await em.execute(
      `update search_rebuild set finished_at = null,
         after_id = (select id from ticket order by id desc offset 1 limit 1)`,
      [],
      'run',
    );
  });
  await rebuildTenants(product.orm, asked);
  expect(said).toHaveLength(1);
  const rebuilt = await inTenant(product.orm, tenant.id, (em) =>
    em.execute('select distinct ticket_id from search_entry'),
  );
  expect(rebuilt).toHaveLength(1);
  expect(await rebuildTenants(product.orm, { ...asked, slug: 'nobody-has-this' })).toBe(false);
});
