import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type Flag, flags } from '../../../src/domain/licence.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { LicenceEntity } from '../../../src/host/licence/licence.ts';
import { aMovement, anAsset, remove, type TestAsset } from '../../support/assets.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';
import { listed } from './rows.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let laptop: TestAsset;
let printer: TestAsset;
let movementId: string;

const by = () => ({ tenantId: tenant.id, by: tenant.people.agnes.userId });

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true, name: 'Agnes Agent' }, rita: {} } });
  laptop = await anAsset(web.orm, by(), { name: 'Laptop', inventoryNumber: 'NB-1182' });
  printer = await anAsset(web.orm, by(), { name: 'Label printer', inventoryNumber: 'PR-0204' });
  movementId = await aMovement(web.orm, by(), { assetId: laptop.id });
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const agnes = () => web.as(tenant.people.agnes);

function aTicket(more: Partial<Parameters<typeof writeTicket>[1]> = {}, ...rest: [Parameters<typeof writeTicket>[2]?]) {
  const { rita, agnes: agent } = tenant.people;
  const beginning = { tenantId: tenant.id, reporterId: rita.userId, by: agentActor(agent.userId), ...more };
  return writeTicket(web.orm, beginning, ...rest);
}

async function whileOff(off: string, work: () => Promise<void>): Promise<void> {
  const set = (on: readonly Flag[]) =>
    inTenant(web.orm, tenant.id, (em) => em.nativeUpdate(LicenceEntity, { tenantId: tenant.id }, { flags: [...on] }));
  await set(flags.filter((flag) => flag !== off));
  try {
    await work();
  } finally {
    await set(flags);
  }
}

const page = async ({ number }: Ticket, more = '') => (await agnes().get(`/tickets/${number}${more}`)).text;

describe('the assets of a ticket', () => {
  it('stand beside it with their other active tickets', async () => {
    const ticket = await aTicket({ assetIds: [laptop.id] });
    const other = await aTicket({ assetIds: [laptop.id], title: 'The lid is broken' });
    const done = await aTicket({ assetIds: [laptop.id], title: 'Long finished' }, [
      { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'set_status', to: 'cancelled' }] },
    ]);
    const text = await page(ticket);
    const panel = text.slice(text.indexOf('id="side-assets"'), text.indexOf('id="side-mails"'));
    expect(panel).toContain(`href="/assets/${laptop.id}">Laptop (NB-1182)`);
    expect(panel).toContain(`href="/tickets/${other.number}"`);
    expect(panel).not.toContain(done.number);
  });

  it('keep their old names where they have new ones, and are told when deleted', async () => {
    const asset = await anAsset(web.orm, by(), { name: 'Old name' });
    const ticket = await aTicket({ assetIds: [asset.id] });
    await inTenant(web.orm, tenant.id, (em) =>
      em.execute(`update asset set name = 'New name' where id = ?`, [asset.id]),
    );
    expect(await page(ticket)).toMatch(/>Old name \([^)]+\)<\/a>.*now called New name \(/s);
    await whileOff('asset_integration', () => remove(web.orm, by(), asset.id));
    const text = await page(ticket);
    expect(text).toMatch(/Old name \([^)]+\).*was deleted/s);
    expect(text).not.toContain(`href="/assets/${asset.id}"`);
  });

  it('are found by number or name and linked, removed, and their movement chosen', async () => {
    const ticket = await aTicket({ assetIds: [laptop.id] });
    const path = `/tickets/${ticket.number}`;
    const found = `${path}?asset_q=pr-02`;
    expect(await page(ticket, '?asset_q=pr-02')).toContain('Label printer (PR-0204)');
    const linked = await submit(agnes(), found, `${path}/assets`, { change: 'link', asset: printer.id });
    expect(linked.location).toBe(`${path}?done=linked#done`);
    expect(gateway.changes()).toEqual([{ kind: 'link_asset', assetId: printer.id }]);
    await submit(agnes(), path, `${path}/assets`, { change: 'unlink', asset: laptop.id });
    expect(gateway.changes()).toEqual([{ kind: 'unlink_asset', assetId: laptop.id }]);
    await submit(agnes(), path, `${path}/movement`, { movement: movementId });
    expect(gateway.changes()).toEqual([{ kind: 'set_movement', movementId }]);
    await submit(agnes(), path, `${path}/movement`, { movement: '' });
    expect(gateway.changes()).toEqual([{ kind: 'set_movement', movementId: null }]);
  });

  it('are the same command however often a form is sent, and another for each asset', async () => {
    const ticket = await aTicket();
    const path = `/tickets/${ticket.number}/assets`;
    const key = randomUUID();
    for (const asset of [laptop.id, laptop.id, printer.id]) {
      await agnes().post(path, { command_id: key, change: 'link', asset });
    }
    const ids = gateway.sent.map(({ command }) => command.id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('say on the page why one was not linked', async () => {
    const ticket = await aTicket();
    const path = `/tickets/${ticket.number}/assets`;
    gateway.refuseWith({ code: 'asset_unknown', key: 'refusal.assets.unknown', field: 'assets' });
    const answer = await agnes().post(path, { command_id: randomUUID(), change: 'link', asset: randomUUID() });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('href="#assets">There is no such asset.');
    expect(answer.text).toContain('id="assets-error"');
    const wrong = await agnes().post(path, { command_id: randomUUID(), change: 'link', asset: 'nonsense' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Choose an asset from the list.');
  });

  it('can no longer be changed once the ticket is finished, and are still shown', async () => {
    const ticket = await aTicket({ assetIds: [laptop.id], movementId }, [
      { by: agentActor(tenant.people.agnes.userId), changes: [{ kind: 'set_status', to: 'cancelled' }] },
    ]);
    const text = await page(ticket);
    expect(text).toContain('Laptop (NB-1182)');
    expect(text).toContain(`href="/assets/${laptop.id}/movements#m-${movementId}"`);
    expect(text).not.toMatch(/\/(assets|movement)" *>|name="asset_q"/);
  });

  it('are hidden while the flag is off, their history too, and come back with it (R29)', async () => {
    const ticket = await aTicket({ assetIds: [laptop.id], movementId });
    await whileOff('asset_integration', async () => {
      const text = await page(ticket);
      expect(text).not.toMatch(/Laptop|side-assets|side-movement|linked the/);
      const answer = await agnes().post(`/tickets/${ticket.number}/assets`, { change: 'link', asset: printer.id });
      expect(answer.status).toBe(404);
    });
    await whileOff('movement_link', async () => {
      const text = await page(ticket);
      expect(text).toContain('Laptop (NB-1182)');
      expect(text).not.toMatch(/side-movement|linked the movement/);
    });
    expect(await page(ticket)).toMatch(/side-movement.*linked the movement/s);
  });
});

describe('a new ticket about an asset (R26)', () => {
  it('shows the asset and the movement, to be taken off, and is linked to them', async () => {
    const path = `/tickets/new?asset=${laptop.id}&movement=${movementId}`;
    const { text } = await agnes().get(path);
    expect(text).toMatch(new RegExp(`name="assets" value="${laptop.id}" id="assets" checked`));
    expect(text).toContain('Laptop (NB-1182)');
    const values = { type: 'incident', title: 'Black screen', description: 'Since today.' };
    await submit(agnes(), path, '/tickets/new', values);
    expect(gateway.created).toMatchObject([{ channel: 'asset', assetIds: [laptop.id], movementId }]);
    await agnes().post('/tickets/new', { ...values, command_id: randomUUID() });
    expect(gateway.created[1]).toMatchObject({ channel: 'agent' });
    expect(gateway.created[1]).not.toHaveProperty('assetIds');
  });

  it('keeps them through an error, and says which are not there any more', async () => {
    const values = { command_id: randomUUID(), type: 'incident', title: '', description: 'Since today.' };
    const wrong = await agnes().post('/tickets/new', { ...values, assets: [laptop.id, printer.id] });
    expect(wrong.status).toBe(422);
    expect(wrong.text.match(/name="assets" value="[^"]+" id="[^"]+" checked/g)).toHaveLength(2);
    gateway.refuseWith({ code: 'asset_unknown', key: 'refusal.assets.unknown', field: 'assets' });
    const gone = await agnes().post('/tickets/new', { ...values, title: 'Black', assets: 'nonsense' });
    expect(gone.status).toBe(422);
    expect(gone.text).toContain('<li>There is no such asset. Choose another one, or send it without.</li>');
  });

  it("finds no asset of another tenant, nor another asset's movement", async () => {
    const foreign = await createTenant(web.orm, { people: { stranger: {} } });
    const theirs = await anAsset(web.orm, { tenantId: foreign.id, by: foreign.people.stranger.userId });
    for (const asset of [theirs.id, randomUUID(), 'nonsense']) {
      expect((await agnes().get(`/tickets/new?asset=${asset}`)).status).toBe(404);
    }
    expect((await agnes().get(`/tickets/new?asset=${printer.id}&movement=${movementId}`)).status).toBe(404);
  });

  it('is the plain form while the flag is off, whatever the address says', async () => {
    await whileOff('asset_integration', async () => {
      const { status, text } = await agnes().get(`/tickets/new?asset=${randomUUID()}`);
      expect(status).toBe(200);
      expect(text).not.toContain('name="assets"');
    });
  });
});

describe('the queue', () => {
  it('shows what a ticket is about, and narrows to an asset by a chip', async () => {
    const asset = await anAsset(web.orm, by(), { name: 'Scanner', inventoryNumber: 'HS-0417' });
    const one = await aTicket({ assetIds: [asset.id, printer.id] });
    const { text } = await agnes().get(`/tickets?asset=${asset.id}`);
    expect(listed(text)).toEqual([one.number]);
    expect(text).toContain('Scanner (HS-0417) and 1 other');
    expect(text).toContain('Asset: Scanner (HS-0417)');
    // Searched within, the list stays that of the asset.
    expect(text).toContain(`<input type="hidden" name="asset" value="${asset.id}">`);
  });

  it('ignores the asset while the flag is off, and tells nothing of it', async () => {
    const asset = await anAsset(web.orm, by(), { name: 'Scanner' });
    await aTicket({ assetIds: [asset.id] });
    await whileOff('asset_integration', async () => {
      const { text } = await agnes().get(`/tickets?view=all&asset=${asset.id}`);
      expect(listed(text).length).toBeGreaterThan(1);
      expect(text).not.toContain('Scanner');
    });
  });

  it("finds nothing by another tenant's asset, and says what a number must be", async () => {
    const foreign = await createTenant(web.orm, { people: { stranger: {} } });
    const theirs = await anAsset(web.orm, { tenantId: foreign.id, by: foreign.people.stranger.userId });
    expect(listed((await agnes().get(`/tickets?view=all&asset=${theirs.id}`)).text)).toEqual([]);
    expect((await agnes().get('/tickets?asset=nonsense')).status).toBe(422);
  });
});
