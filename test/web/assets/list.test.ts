import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { AssetEntity } from '../../../src/host/assets/asset.ts';
import { anAsset } from '../../support/assets.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { keeper, type Office, office } from './office.ts';

let web: TestWeb;
let tenant: Office;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await office(web);
  const by = keeper(tenant);
  const { rita, tom } = tenant.people;
  await anAsset(web.orm, by, { name: 'Label printer', inventoryNumber: 'PR-0204', category: 'printer' });
  await anAsset(web.orm, by, { name: 'Laptop of Rita', inventoryNumber: 'NB-1182', holderId: rita.userId });
  await anAsset(web.orm, by, { name: 'Laptop of Tom', inventoryNumber: 'NB-1183', holderId: tom.userId });
  await anAsset(web.orm, by, { name: 'Zebra scanner', inventoryNumber: 'HS-0417', serialNumber: 'XK-77/9' });
});
afterAll(() => web.close());

async function namesAt(path: string, who: keyof Office['people'] = 'ada'): Promise<string[]> {
  const { text } = await web.as(tenant.people[who]).get(path);
  return [...text.matchAll(/class="asset-row-name" href="[^"]+">([^<]+)</g)].map((match) => match[1] ?? '');
}

describe('the list of assets', () => {
  it('has all of them by name for who manages assets, and for agents', async () => {
    const all = ['Label printer', 'Laptop of Rita', 'Laptop of Tom', 'Zebra scanner'];
    expect(await namesAt('/assets')).toEqual(all);
    expect(await namesAt('/assets', 'agnes')).toEqual(all);
  });

  it('has for everybody else what they hold, and nothing to change it by', async () => {
    expect(await namesAt('/assets', 'rita')).toEqual(['Laptop of Rita']);
    const { text } = await web.as(tenant.people.rita).get('/assets');
    expect(text).toContain('<h1>My assets</h1>');
    expect(text).not.toContain('/assets/new');
    expect(text).not.toContain('Tom');
  });

  it('stays closed to a search, a holder or a page that leads beyond', async () => {
    expect(await namesAt('/assets?q=laptop', 'rita')).toEqual(['Laptop of Rita']);
    expect(await namesAt(`/assets?holder=${tenant.people.tom.userId}`, 'rita')).toEqual([]);
    expect(await namesAt('/assets?holder=nobody', 'rita')).toEqual([]);
  });

  it.each([
    ['the beginning of a word of the name', 'q=lap', ['Laptop of Rita', 'Laptop of Tom']],
    ['several words, all of them', 'q=laptop+rita', ['Laptop of Rita']],
    ['an inventory number', 'q=pr-0204', ['Label printer']],
    ['a serial number', 'q=XK-77', ['Zebra scanner']],
    ['a category', 'category=printer', ['Label printer']],
    ['nobody as holder', 'holder=nobody', ['Label printer', 'Zebra scanner']],
    ['words that nothing has', 'q=zzz', []],
    ['what makes no sense', 'category=spoon', ['Label printer', 'Laptop of Rita', 'Laptop of Tom', 'Zebra scanner']],
  ])('is narrowed by %s', async (_what, search, names) => {
    expect(await namesAt(`/assets?${search}`)).toEqual(names);
  });

  it('is narrowed by a holder’s address, and says so beside the field when nobody has it', async () => {
    expect(await namesAt(`/assets?holder=${tenant.people.tom.email}`)).toEqual(['Laptop of Tom']);
    const answer = await web.as(tenant.people.ada).get('/assets?holder=nobody@nowhere.test');
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('Nobody has this e-mail address.');
  });

  it('has an address without empty fields', async () => {
    const answer = await web.as(tenant.people.ada).get('/assets?q=lap&category=&holder=');
    expect([answer.status, answer.location]).toEqual([303, '/assets?q=lap']);
  });

  it('goes on page by page, each asset once', async () => {
    const large = await office(web);
    for (let place = 0; place < 120; place += 1) {
      await anAsset(web.orm, keeper(large), { name: `Asset ${String(place % 60).padStart(3, '0')}` });
    }
    const seen: string[] = [];
    let path: string | null = '/assets';
    while (path !== null) {
      const { text } = await web.as(large.people.ada).get(path);
      seen.push(...[...text.matchAll(/asset-row-name" href="([^"]+)"/g)].map((match) => match[1] ?? ''));
      path = /href="(\/assets\?after=[^"]+)" rel="next"/.exec(text)?.[1] ?? null;
    }
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
  });

  it('goes on behind an asset that is gone or has another name', async () => {
    const large = await office(web);
    const ids: string[] = [];
    for (let place = 0; place < 52; place += 1) {
      ids.push((await anAsset(web.orm, keeper(large), { name: `Asset ${String(place).padStart(3, '0')}` })).id);
    }
    const nextIn = (text: string) => /href="(\/assets\?after=[^"]+)" rel="next"/.exec(text)?.[1] ?? '';
    const second = nextIn((await web.as(large.people.ada).get('/assets')).text);
    const namesOn = async () =>
      [...(await web.as(large.people.ada).get(second)).text.matchAll(/Asset 05\d/g)].map(([name]) => name);
    const before = await namesOn();
    expect(new Set(before)).toEqual(new Set(['Asset 050', 'Asset 051']));
    await inTenant(web.orm, large.id, (em) => em.nativeUpdate(AssetEntity, { id: ids[49] ?? '' }, { name: 'Zebra' }));
    expect(await namesOn()).toEqual(before);
    await inTenant(web.orm, large.id, (em) => em.nativeDelete(AssetEntity, { id: ids[49] ?? '' }));
    expect(await namesOn()).toEqual(before);
  });

  it('tells of nothing what to do next', async () => {
    const empty = await office(web);
    expect((await web.as(empty.people.ada).get('/assets')).text).toContain('Add an asset');
    expect((await web.as(empty.people.rita).get('/assets')).text).toContain('You hold no assets');
  });

  it('needs no licence: the inventory is the platform’s own', async () => {
    const bare = await office(web, { licence: null });
    const page = await web.as(bare.people.ada).get('/assets');
    expect(page.status).toBe(200);
    expect(page.text).toContain('data-shortcut="g a"');
    expect((await web.as(bare.people.rita).get('/assets')).text).not.toContain('data-shortcut="g a"');
  });
});
