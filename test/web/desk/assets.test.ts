import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { flags } from '../../../src/domain/licence.ts';
import { aMovement, anAsset, type TestAsset } from '../../support/assets.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from '../agent/recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'ada' | 'rita' | 'tom'>;
let laptop: TestAsset;
let phone: TestAsset;
let ofTom: TestAsset;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await officeWith(flags);
  const by = { tenantId: tenant.id, by: tenant.people.ada.userId };
  const { rita, tom } = tenant.people;
  laptop = await anAsset(web.orm, by, { name: 'Laptop', inventoryNumber: 'NB-1182', holderId: rita.userId });
  phone = await anAsset(web.orm, by, { name: 'Phone', inventoryNumber: 'MP-0031', holderId: rita.userId });
  ofTom = await anAsset(web.orm, by, { name: 'Secret of Tom', holderId: tom.userId });
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

function officeWith(on: readonly (typeof flags)[number][]) {
  return createTenant(web.orm, {
    flags: on,
    people: { ada: { permissions: ['assets:manage'] }, rita: {}, tom: {} },
  });
}

const rita = () => web.as(tenant.people.rita);

const words = { type: 'incident', title: 'Black screen', description: 'Since today.' };

describe('the desk', () => {
  it('shows what one holds, each with a way to report an issue (R26)', async () => {
    const { text } = await rita().get('/desk');
    expect(text).toContain('My assets');
    expect(text).toContain(`href="/desk/new?asset=${laptop.id}"`);
    expect(text).toContain(`href="/assets/${phone.id}"`);
    expect(text).not.toContain('Secret');
    expect(text).not.toContain('data-shortcut="g a"');
  });

  it('offers them in the form, that of the address ticked', async () => {
    const { text } = await rita().get(`/desk/new?asset=${phone.id}`);
    expect(text).toMatch(new RegExp(`value="${phone.id}" id="[^"]+" checked`));
    expect(text).toMatch(new RegExp(`value="${laptop.id}" id="[^"]+">`));
    expect(text).not.toContain('Secret');
  });

  it('links what is ticked', async () => {
    await rita().post('/desk/new', { ...words, command_id: randomUUID(), assets: [laptop.id, phone.id] });
    expect(gateway.created).toMatchObject([{ channel: 'desk', assetIds: [laptop.id, phone.id] }]);
    await submit(rita(), `/desk/new?asset=${laptop.id}`, '/desk/new', words);
    expect(gateway.created[1]).toMatchObject({ channel: 'asset', assetIds: [laptop.id] });
    // The asset that one came from, unticked.
    await rita().post('/desk/new', { ...words, command_id: randomUUID(), via: 'asset' });
    expect(gateway.created[2]).toMatchObject({ channel: 'desk' });
    expect(gateway.created[2]).not.toHaveProperty('assetIds');
  });

  it('keeps what was ticked through an error', async () => {
    const answer = await rita().post('/desk/new', { ...words, title: '', assets: [laptop.id] });
    expect(answer.status).toBe(422);
    expect(answer.text).toMatch(new RegExp(`value="${laptop.id}" id="[^"]+" checked`));
  });

  it("tells nothing of somebody else's asset, like of one that does not exist", async () => {
    const foreign = await officeWith(flags);
    const theirs = await anAsset(web.orm, { tenantId: foreign.id, by: foreign.people.ada.userId });
    for (const id of [ofTom.id, theirs.id, randomUUID(), 'nonsense']) {
      expect((await rita().get(`/desk/new?asset=${id}`)).status).toBe(404);
      const again = await rita().post('/desk/new', { ...words, title: '', assets: id });
      expect(again.status).toBe(422);
      expect(again.text).not.toContain('Secret');
    }
  });

  it('takes a movement of the asset along (R30)', async () => {
    const by = { tenantId: tenant.id, by: tenant.people.ada.userId };
    const movementId = await aMovement(web.orm, by, { assetId: laptop.id });
    await submit(rita(), `/desk/new?asset=${laptop.id}&movement=${movementId}`, '/desk/new', words);
    expect(gateway.created).toMatchObject([{ assetIds: [laptop.id], movementId }]);
    expect((await rita().get(`/desk/new?asset=${phone.id}&movement=${movementId}`)).status).toBe(404);
  });

  it('shows a ticket’s assets as they were called, and leads to those that one still holds', async () => {
    const by = { tenantId: tenant.id, by: tenant.people.ada.userId };
    const lent = await anAsset(web.orm, by, { name: 'Loan laptop', holderId: tenant.people.rita.userId });
    const reporterId = tenant.people.rita.userId;
    const { number } = await writeTicket(web.orm, {
      tenantId: tenant.id,
      reporterId,
      by: reporterActor(reporterId),
      assetIds: [laptop.id, lent.id],
    });
    await aMovement(web.orm, by, { assetId: lent.id, kind: 'return' });
    const { text } = await rita().get(`/desk/${number}`);
    expect(text).toContain(`<a href="/assets/${laptop.id}">Laptop (NB-1182)</a>`);
    expect(text).toContain(lent.label);
    expect(text).not.toContain(`/assets/${lent.id}`);
    expect(text).toContain(`Linked to ${laptop.label}`);
  });
});

it('says nothing of assets anywhere in the desk while the flag is off (R29)', async () => {
  const off = await officeWith(flags.filter((flag) => flag !== 'asset_integration'));
  const { rita: holder, ada } = off.people;
  const asset = await anAsset(
    web.orm,
    { tenantId: off.id, by: ada.userId },
    { name: 'Laptop', holderId: holder.userId },
  );
  const { number } = await writeTicket(web.orm, {
    tenantId: off.id,
    reporterId: holder.userId,
    assetIds: [asset.id],
    title: 'Black',
  });
  const browser = web.as(holder);
  for (const path of ['/desk', `/desk/new?asset=${asset.id}`, '/desk/new', `/desk/${number}`]) {
    const { status, text } = await browser.get(path);
    expect([path, status]).toEqual([path, 200]);
    expect(text).not.toContain('Laptop');
  }
  // In a form it is carried along and left out where it is saved, so that a repeat is the same command (R29).
  const sent = await browser.post('/desk/new', { ...words, command_id: randomUUID(), assets: asset.id });
  expect(sent.status).toBe(303);
});
