import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { TicketEntity } from '../../../src/db/ticket-entities.ts';
import type { Actor } from '../../../src/domain/actor.ts';
import type { Change, CreateCommand } from '../../../src/domain/command.ts';
import { type Flag, flags } from '../../../src/domain/licence.ts';
import { AssetEntity, AssetEventEntity } from '../../../src/host/assets/asset.ts';
import { LicenceEntity } from '../../../src/host/licence/licence.ts';
import { aMovement, anAsset, linksOf, remove, type TestAsset } from '../../support/assets.ts';
import {
  commandBy,
  creationBy,
  type Product,
  startProduct,
  type TestTenant,
  testSecret,
} from '../../support/product.ts';
import { refusalOf } from '../../support/refusals.ts';
import { expectSound } from '../../support/soundness.ts';

let product: Product;
let tenant: TestTenant;
let laptop: TestAsset;
let printer: TestAsset;
let movementId: string;

const by = () => ({ tenantId: tenant.id, by: tenant.agent.id });

beforeAll(async () => {
  product = await startProduct();
  tenant = await product.tenant({ flags: [...flags] });
  laptop = await anAsset(product.orm, by(), { name: 'Laptop', holderId: tenant.reporter.id });
  printer = await anAsset(product.orm, by(), { name: 'Printer' });
  movementId = await aMovement(product.orm, by(), { assetId: laptop.id });
});

afterAll(() => product.stop());

const create = async (more: Partial<CreateCommand> = {}): Promise<string> =>
  (await product.gateway.create(creationBy(tenant, more))).ticketId;

const send = (ticketId: string, actor: Actor, ...changes: Change[]) =>
  product.gateway.send(tenant.id, ticketId, commandBy(actor, ...changes));

const links = (ticketId: string) => linksOf(product.orm, tenant.id, ticketId);

const rowOf = (ticketId: string) =>
  inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id: ticketId }));

const isThere = (ticketId: string) =>
  inTenant(product.orm, tenant.id, async (em) => (await em.count(TicketEntity, { id: ticketId })) > 0);

async function factsOf(assetId: string, ticketId: string): Promise<[kind: string, actorId: string][]> {
  const events = await inTenant(product.orm, tenant.id, (em) =>
    em.find(AssetEventEntity, { assetId }, { orderBy: { at: 'asc', id: 'asc' } }),
  );
  return events.flatMap(({ fact, actorId }) =>
    'ticketId' in fact && fact.ticketId === ticketId ? [[fact.kind, actorId] as const] : [],
  );
}

async function whileFlags(on: readonly Flag[], work: () => Promise<void>): Promise<void> {
  const set = (to: readonly Flag[]) =>
    inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(LicenceEntity, { tenantId: tenant.id }, { flags: [...to] }),
    );
  await set(on);
  try {
    await work();
  } finally {
    await set(flags);
  }
}

const without = (off: Flag) => flags.filter((flag) => flag !== off);

describe('a ticket about assets', () => {
  it('holds them exactly while it is active, and lists them for good (R28)', async () => {
    const ticketId = await create({ actor: tenant.agent, assetIds: [laptop.id, printer.id] });
    const both = [laptop.id, printer.id].toSorted();
    expect(await links(ticketId)).toEqual({ held: both, listed: both });
    await send(ticketId, tenant.agent, { kind: 'set_status', to: 'in_progress' });
    await send(ticketId, tenant.agent, { kind: 'set_status', to: 'resolved' });
    expect((await links(ticketId)).held).toEqual(both);
    await send(ticketId, tenant.agent, { kind: 'set_status', to: 'closed' });
    expect(await links(ticketId)).toEqual({ held: [], listed: both });
    await expectSound(product.orm, tenant.id, ticketId, testSecret);
  });

  it('holds nothing that is linked by the command that finishes it', async () => {
    const ticketId = await create();
    const finish = { kind: 'set_status', to: 'cancelled' } as const;
    await send(ticketId, tenant.agent, { kind: 'link_asset', assetId: printer.id }, finish);
    expect(await links(ticketId)).toEqual({ held: [], listed: [printer.id] });
  });

  it('keeps what they were called, whatever becomes of them', async () => {
    const asset = await anAsset(product.orm, by(), { name: 'Old name', inventoryNumber: 'OLD-1' });
    const ticketId = await create({ actor: tenant.agent, assetIds: [asset.id] });
    await inTenant(product.orm, tenant.id, (em) =>
      em.nativeUpdate(AssetEntity, { id: asset.id }, { name: 'New name' }),
    );
    await send(ticketId, tenant.agent, { kind: 'set_status', to: 'cancelled' });
    await remove(product.orm, by(), asset.id);
    const { events, texts } = await expectSound(product.orm, tenant.id, ticketId, testSecret);
    const linked = events.find(({ type }) => type === 'asset_linked');
    expect(texts.get(linked?.textId ?? '')).toMatchObject({ kind: 'asset', body: 'Old name (OLD-1)' });
    expect((await links(ticketId)).listed).toEqual([asset.id]);
  });

  it('is in their history too, with who linked and who took off (R27)', async () => {
    const ticketId = await create({ assetIds: [laptop.id] });
    await send(ticketId, tenant.agent, { kind: 'set_assets', assetIds: [printer.id] });
    expect(await factsOf(laptop.id, ticketId)).toEqual([
      ['ticket_linked', tenant.reporter.id],
      ['ticket_unlinked', tenant.agent.id],
    ]);
    expect(await factsOf(printer.id, ticketId)).toEqual([['ticket_linked', tenant.agent.id]]);
    expect(await links(ticketId)).toEqual({ held: [printer.id], listed: [printer.id] });
  });

  it('loses the movement with its asset', async () => {
    const ticketId = await create({ assetIds: [laptop.id], movementId });
    expect(await rowOf(ticketId)).toMatchObject({ movementId, movementAssetId: laptop.id });
    await send(ticketId, tenant.agent, { kind: 'unlink_asset', assetId: laptop.id });
    expect(await rowOf(ticketId)).toMatchObject({ movementId: null, movementAssetId: null, assetIds: [] });
    const kinds = (await factsOf(laptop.id, ticketId)).map((fact) => fact[0]);
    expect(new Set(kinds)).toEqual(
      new Set(['movement_ticket_linked', 'movement_ticket_unlinked', 'ticket_linked', 'ticket_unlinked']),
    );
    expect(kinds).toHaveLength(4);
    await expectSound(product.orm, tenant.id, ticketId, testSecret);
  });

  it('is linked once, however often the command is sent', async () => {
    const ticketId = await create();
    const command = commandBy(tenant.agent, { kind: 'link_asset', assetId: printer.id });
    const first = await product.gateway.send(tenant.id, ticketId, command);
    const again = await product.gateway.send(tenant.id, ticketId, command);
    expect(again).toMatchObject({ version: first.version, repeated: true });
    expect(await factsOf(printer.id, ticketId)).toHaveLength(1);
  });
});

describe('what only the database can refuse', () => {
  it('an asset that is not there, is another tenant’s or is in other hands is refused alike, and nothing is created', async () => {
    const foreign = await product.tenant({ flags: [...flags] });
    const theirs = await anAsset(product.orm, { tenantId: foreign.id, by: foreign.agent.id });
    for (const assetId of [randomUUID(), theirs.id, printer.id]) {
      const creation = creationBy(tenant, { assetIds: [laptop.id, assetId] });
      expect(await refusalOf(product.gateway.create(creation))).toBe('asset_unknown');
      expect(await isThere(creation.ticketId)).toBe(false);
    }
  });

  it('an agent and an asset manager can name what they do not hold', async () => {
    const manager: Actor = { ...tenant.reporter, permissions: ['tickets:create', 'assets:manage'] };
    for (const actor of [tenant.agent, manager]) {
      expect(await refusalOf(create({ actor, assetIds: [printer.id] }))).toBe('accepted');
    }
  });

  it('one unknown asset refuses all of a command, and the ticket stays as it was', async () => {
    const ticketId = await create();
    const asked = send(
      ticketId,
      tenant.agent,
      { kind: 'comment', visibility: 'external', body: 'On our way.' },
      { kind: 'set_assets', assetIds: [printer.id, randomUUID()] },
    );
    expect(await refusalOf(asked)).toBe('asset_unknown');
    expect(await rowOf(ticketId)).toMatchObject({ version: 1, assetIds: [] });
  });

  it('a movement that is not there, or not of the ticket’s assets', async () => {
    const ofPrinter = await aMovement(product.orm, by(), { assetId: printer.id });
    const ticketId = await create({ assetIds: [laptop.id] });
    for (const wanted of [randomUUID(), ofPrinter]) {
      const asked = send(ticketId, tenant.agent, { kind: 'set_movement', movementId: wanted });
      expect(await refusalOf(asked)).toBe('movement_unknown');
    }
    expect(await refusalOf(create({ movementId }))).toBe('movement_unknown');
    expect(await refusalOf(send(ticketId, tenant.agent, { kind: 'set_movement', movementId }))).toBe('accepted');
  });
});

describe('with the flag off (R29)', () => {
  it('an asset in a creation is ignored, whosever it is, and the ticket created without it', async () => {
    await whileFlags(without('asset_integration'), async () => {
      for (const assetIds of [[laptop.id], [printer.id], [randomUUID()]]) {
        const ticketId = await create({ assetIds, movementId });
        expect(await rowOf(ticketId)).toMatchObject({ assetIds: [], movementId: null });
        expect(await links(ticketId)).toEqual({ held: [], listed: [] });
      }
    });
  });

  it('of a command everything else goes through, and what was linked before stays', async () => {
    const ticketId = await create({ assetIds: [laptop.id] });
    await whileFlags(without('asset_integration'), async () => {
      const reply = { kind: 'comment', visibility: 'external', body: 'On our way.' } as const;
      await send(ticketId, tenant.agent, reply, { kind: 'set_assets', assetIds: [printer.id] });
    });
    expect(await rowOf(ticketId)).toMatchObject({ version: 2, assetIds: [laptop.id] });
    await send(ticketId, tenant.agent, { kind: 'link_asset', assetId: printer.id });
    expect(await rowOf(ticketId)).toMatchObject({ assetIds: [laptop.id, printer.id] });
    await expectSound(product.orm, tenant.id, ticketId, testSecret);
  });

  it('of movements, assets are linked and movements ignored; one goes with its asset all the same', async () => {
    const before = await create({ assetIds: [laptop.id], movementId });
    await whileFlags(without('movement_link'), async () => {
      const ticketId = await create({ assetIds: [laptop.id], movementId });
      expect(await rowOf(ticketId)).toMatchObject({ assetIds: [laptop.id], movementId: null });
      await send(before, tenant.agent, { kind: 'set_movement', movementId: null });
      expect(await rowOf(before)).toMatchObject({ movementId });
      await send(before, tenant.agent, { kind: 'unlink_asset', assetId: laptop.id });
      expect(await rowOf(before)).toMatchObject({ assetIds: [], movementId: null });
    });
    await expectSound(product.orm, tenant.id, before, testSecret);
  });
});
