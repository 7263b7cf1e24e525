import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { type Licence } from '../../../src/domain/licence.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { AssetEntity, AssetEventEntity, MovementEntity } from '../../../src/host/assets/asset.ts';
import { deleteAsset } from '../../../src/host/assets/delete-asset.ts';
import { LicenceEntity } from '../../../src/host/licence/licence.ts';
import { SettingsChangeEntity } from '../../../src/host/tenants/settings-change.ts';
import { acting, aMovement, anAsset, linksOf, remove } from '../../support/assets.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { refusalOf } from '../../support/refusals.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let orm: Orm;
let tenant: TestTenant<'agnes' | 'rita'>;

beforeAll(async () => {
  database = await clonedDatabase();
  orm = await openOrm(database.appUrl);
  tenant = await createTenant(orm, { people: { agnes: { agent: true }, rita: {} } });
});
afterAll(async () => {
  await orm.close();
  await database.drop();
});

const by = () => ({ tenantId: tenant.id, by: tenant.people.agnes.userId });

const aTicketAbout = (assetId: string) =>
  writeTicket(orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId, assetIds: [assetId], by: agnes() });

const agnes = () => agentActor(tenant.people.agnes.userId);

const isThere = (id: string) => inTenant(orm, tenant.id, async (em) => (await em.count(AssetEntity, { id })) > 0);

async function whileLicensed(terms: Partial<Pick<Licence, 'active' | 'flags'>>, work: () => Promise<void>) {
  const set = (to: object) =>
    inTenant(orm, tenant.id, (em) => em.nativeUpdate(LicenceEntity, { tenantId: tenant.id }, to));
  await set(terms);
  try {
    await work();
  } finally {
    await set({ active: true, flags: ['asset_integration'] });
  }
}

async function refusalMet(asked: Promise<unknown>) {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof Refused ? error.refusal : error;
}

describe('deleting an asset', () => {
  it('takes movements and history with it, and stays in the settings log with who did it', async () => {
    const asset = await anAsset(orm, by());
    await aMovement(orm, by(), { assetId: asset.id });
    await remove(orm, by(), asset.id);
    const left = await inTenant(orm, tenant.id, async (em) => [
      await em.count(AssetEntity, { id: asset.id }),
      await em.count(MovementEntity, { assetId: asset.id }),
      await em.count(AssetEventEntity, { assetId: asset.id }),
    ]);
    expect(left).toEqual([0, 0, 0]);
    const logged = await inTenant(orm, tenant.id, (em) => em.find(SettingsChangeEntity, { subject: asset.label }));
    expect(logged).toMatchObject([{ kind: 'asset_deleted', byId: tenant.people.agnes.userId }]);
  });

  it('is done once by the same command, and finds nothing by another one', async () => {
    const asset = await anAsset(orm, by());
    const as = acting(tenant.people.agnes.userId);
    const again = () => inTenant(orm, tenant.id, (em) => deleteAsset(em, tenant.id, asset.id, as));
    await again();
    expect(await refusalOf(again())).toBe('accepted');
    expect(await refusalOf(remove(orm, by(), asset.id))).toBe('not_found');
  });

  it('is refused while active tickets are about it, with how many (R28)', async () => {
    const asset = await anAsset(orm, by());
    await aTicketAbout(asset.id);
    expect(await refusalMet(remove(orm, by(), asset.id))).toMatchObject({
      code: 'asset_in_use',
      key: 'refusal.asset.in_use_by',
      values: { n: 1 },
      details: { tickets: 1 },
    });
    await aTicketAbout(asset.id);
    expect(await refusalMet(remove(orm, by(), asset.id))).toMatchObject({
      values: { n: 2 },
      details: { tickets: 2 },
    });
    expect(await isThere(asset.id)).toBe(true);
  });

  it.each([
    ['the flag off', { flags: [] }],
    ['the licence suspended', { active: false }],
  ])('goes through with %s, and the tickets keep what it was called', async (_what, terms) => {
    const asset = await anAsset(orm, by());
    const ticket = await aTicketAbout(asset.id);
    await whileLicensed(terms, () => remove(orm, by(), asset.id));
    expect(await isThere(asset.id)).toBe(false);
    expect(await linksOf(orm, tenant.id, ticket.id)).toEqual({ held: [], listed: [asset.id] });
  });

  it('of another tenant finds nothing', async () => {
    const foreign = await createTenant(orm, { people: { stranger: {} } });
    const theirs = await anAsset(orm, { tenantId: foreign.id, by: foreign.people.stranger.userId });
    expect(await refusalOf(remove(orm, by(), theirs.id))).toBe('not_found');
    expect(await refusalOf(remove(orm, by(), randomUUID()))).toBe('not_found');
  });

  it("is stopped by the database's own key where the count saw nothing", async () => {
    const asset = await anAsset(orm, by());
    const linked = await anAsset(orm, by());
    const ticket = await aTicketAbout(linked.id);
    // Somebody's later change that links at the last moment, past every lock.
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`
      create function link_late() returns trigger language plpgsql as $$
        begin
          insert into asset_link values (old.tenant_id, old.id, '${ticket.id}');
          return old;
        end $$`);
    await owner.query(`create trigger link_late before delete on asset for each row
      when (old.id = '${asset.id}') execute function link_late()`);
    try {
      expect(await refusalMet(remove(orm, by(), asset.id))).toMatchObject({ code: 'asset_in_use' });
      expect(await isThere(asset.id)).toBe(true);
    } finally {
      await owner.query('drop trigger link_late on asset');
      await owner.end();
    }
  });
});
