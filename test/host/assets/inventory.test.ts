import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { AssetEntity, AssetEventEntity, MovementEntity } from '../../../src/host/assets/asset.ts';
import { type NewMovement, recordMovement } from '../../../src/host/assets/record-movement.ts';
import { type AssetFields, createAsset, editAsset } from '../../../src/host/assets/save-asset.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { acting, anAsset, assetFields } from '../../support/assets.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { refusalOf } from '../../support/refusals.ts';

let orm: Orm;
let tenant: TestTenant<'ada' | 'rita' | 'tom' | 'gone'>;
let foreign: TestTenant<'stranger'>;

beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  tenant = await createTenant(orm, {
    people: { ada: { permissions: ['assets:manage'] }, rita: {}, tom: {}, gone: { active: false } },
  });
  foreign = await createTenant(orm, { people: { stranger: {} } });
});
afterAll(() => orm.close());

const by = () => ({ tenantId: tenant.id, by: tenant.people.ada.userId });
const make = (fields: Partial<AssetFields> = {}) => anAsset(orm, by(), fields);

function edit(assetId: string, fields: AssetFields, seenVersion: number, as = acting(tenant.people.ada.userId)) {
  return inTenant(orm, tenant.id, (em) => editAsset(em, tenant.id, { assetId, seenVersion, fields }, as));
}

function move(movement: Partial<NewMovement> & Pick<NewMovement, 'assetId'>, as = acting(tenant.people.ada.userId)) {
  const rest = { kind: 'repair', toHolderId: null, toLocation: null, note: null, happenedAt: new Date(0) } as const;
  return inTenant(orm, tenant.id, (em) => recordMovement(em, tenant.id, { ...rest, ...movement }, as));
}

const read = (id: string) => inTenant(orm, tenant.id, (em) => em.findOneOrFail(AssetEntity, { id }));

async function factsOf(assetId: string): Promise<unknown[]> {
  const events = await inTenant(orm, tenant.id, (em) =>
    em.find(AssetEventEntity, { assetId }, { orderBy: { at: 'asc', id: 'asc' } }),
  );
  return events.map(({ fact }) => fact);
}

describe('an asset', () => {
  it('is added once by the same command, with its history', async () => {
    const fields = assetFields();
    const as = acting(tenant.people.ada.userId);
    const add = () => inTenant(orm, tenant.id, (em) => createAsset(em, tenant.id, fields, as));
    expect(await add()).toBe(as.commandId);
    expect(await add()).toBe(as.commandId);
    expect(await read(as.commandId)).toMatchObject({ ...fields, version: 1 });
    expect(await factsOf(as.commandId)).toEqual([{ kind: 'created' }]);
  });

  it('is added once by the same command sent twice at once, and both are told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [fields, as] = [assetFields(), acting(tenant.people.ada.userId)];
      const add = () => inTenant(orm, tenant.id, (em) => createAsset(em, tenant.id, fields, as));
      expect(await Promise.all([add(), add()])).toEqual([as.commandId, as.commandId]);
    }
  });

  it('has an inventory number of its own in the tenant, also when two are added at once', async () => {
    const inventoryNumber = randomUUID();
    const add = () => refusalOf(make({ inventoryNumber }));
    expect((await Promise.all([add(), add()])).toSorted()).toEqual(['accepted', 'name_taken']);
    const { stranger } = foreign.people;
    await anAsset(orm, { tenantId: foreign.id, by: stranger.userId }, { inventoryNumber });
    const other = await make();
    expect(await refusalOf(edit(other.id, assetFields({ inventoryNumber }), 1))).toBe('name_taken');
    expect(await read(other.id)).toMatchObject({ inventoryNumber: other.inventoryNumber, version: 1 });
  });

  it('is held by an active user of the tenant or nobody', async () => {
    const { rita, gone } = tenant.people;
    expect(await refusalOf(make({ holderId: rita.userId }))).toBe('accepted');
    for (const holderId of [gone.userId, foreign.people.stranger.userId, randomUUID()]) {
      expect(await refusalOf(make({ holderId }))).toBe('malformed');
    }
  });

  it('is edited only as it was seen, and once by the same command', async () => {
    const asset = await make();
    const fields = assetFields({ inventoryNumber: asset.inventoryNumber, location: 'Hall 2' });
    const as = acting(tenant.people.ada.userId);
    await edit(asset.id, fields, 1, as);
    await edit(asset.id, fields, 1, as);
    expect(await refusalOf(edit(asset.id, { ...fields, location: 'Hall 3' }, 1))).toBe('changed_meanwhile');
    expect(await read(asset.id)).toMatchObject({ version: 2, location: 'Hall 2' });
    expect(await factsOf(asset.id)).toEqual([{ kind: 'created' }, { kind: 'edited', fields: ['location'] }]);
  });

  it('makes no history of an edit that changes nothing', async () => {
    const { id, label: _label, ...fields } = await make({ location: 'Hall 2' });
    await edit(id, fields, 1);
    expect(await read(id)).toMatchObject({ version: 1 });
    expect(await factsOf(id)).toEqual([{ kind: 'created' }]);
  });

  it('keeps a holder who is no longer active through other edits', async () => {
    const asset = await make({ holderId: tenant.people.tom.userId });
    const setActive = (active: boolean) =>
      inTenant(orm, tenant.id, (em) => em.nativeUpdate(UserEntity, { id: tenant.people.tom.userId }, { active }));
    await setActive(false);
    try {
      const { id, label: _label, ...fields } = asset;
      await edit(id, { ...fields, name: 'Old laptop' }, 1);
      expect(await read(id)).toMatchObject({ name: 'Old laptop', holderId: tenant.people.tom.userId });
    } finally {
      await setActive(true);
    }
  });

  it("of another tenant is not there, like one that doesn't exist", async () => {
    const theirs = await anAsset(orm, { tenantId: foreign.id, by: foreign.people.stranger.userId });
    for (const id of [theirs.id, randomUUID()]) {
      expect(await refusalOf(edit(id, assetFields(), 1))).toBe('not_found');
      expect(await refusalOf(move({ assetId: id }))).toBe('not_found');
    }
  });
});

describe('a movement', () => {
  it.each([
    ['hand_over', { holder: 'tom', location: 'Office' }],
    ['move', { holder: 'rita', location: 'Office' }],
    ['repair', { holder: 'rita', location: 'Office' }],
    ['return', { holder: null, location: 'Office' }],
  ] as const)('%s takes the asset with it, and says from where to where', async (kind, to) => {
    const { rita, tom } = tenant.people;
    const asset = await make({ holderId: rita.userId, location: 'Store' });
    const id = await move({ assetId: asset.id, kind, toHolderId: tom.userId, toLocation: 'Office', note: 'With bag' });
    const holderId = to.holder === null ? null : tenant.people[to.holder].userId;
    expect(await read(asset.id)).toMatchObject({ version: 2, holderId, location: to.location });
    const movement = await inTenant(orm, tenant.id, (em) => em.findOneOrFail(MovementEntity, { id }));
    expect(movement).toMatchObject({
      kind,
      fromHolderId: rita.userId,
      toHolderId: holderId,
      fromLocation: 'Store',
      toLocation: 'Office',
      note: 'With bag',
      recordedById: tenant.people.ada.userId,
    });
    expect(await factsOf(asset.id)).toEqual([{ kind: 'created' }, { kind: 'moved', movementId: id }]);
  });

  it('without a place leaves the asset where it is', async () => {
    const asset = await make({ location: 'Store' });
    await move({ assetId: asset.id, kind: 'hand_over', toHolderId: tenant.people.rita.userId });
    expect(await read(asset.id)).toMatchObject({ holderId: tenant.people.rita.userId, location: 'Store' });
  });

  it('is recorded once by the same command', async () => {
    const asset = await make();
    const as = acting(tenant.people.ada.userId);
    expect(await move({ assetId: asset.id, toLocation: 'Hall 1' }, as)).toBe(as.commandId);
    await move({ assetId: asset.id, toLocation: 'Hall 2' });
    expect(await move({ assetId: asset.id, toLocation: 'Hall 1' }, as)).toBe(as.commandId);
    expect(await read(asset.id)).toMatchObject({ version: 3, location: 'Hall 2' });
  });

  it('stands behind those of its day, and is refused where a later day has moved the asset already', async () => {
    const asset = await make();
    const on = (day: string, toLocation: string) =>
      move({ assetId: asset.id, toLocation, happenedAt: new Date(`${day}T12:00:00Z`) });
    const ids = [await on('2026-02-10', 'Hall 1'), await on('2026-02-10', 'Hall 2'), await on('2026-02-10', 'Hall 3')];
    const order = { orderBy: { happenedAt: 'asc' } } as const;
    const rows = await inTenant(orm, tenant.id, (em) => em.find(MovementEntity, { assetId: asset.id }, order));
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(await refusalOf(on('2026-02-09', 'Hall 4'))).toBe('malformed');
    expect(await read(asset.id)).toMatchObject({ location: 'Hall 3', version: 4 });
  });

  it('is never handed to somebody who is not active', async () => {
    const asset = await make();
    const { gone } = tenant.people;
    expect(await refusalOf(move({ assetId: asset.id, kind: 'hand_over', toHolderId: gone.userId }))).toBe('malformed');
    expect(await factsOf(asset.id)).toEqual([{ kind: 'created' }]);
  });
});
