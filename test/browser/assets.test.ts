import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anAsset, type TestAsset } from '../support/assets.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { type Product, startProduct } from '../support/product.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { type Chromium, press, startChromium, type Visit, visit } from './chromium.ts';

let product: Product;
let web: TestWeb;
let browser: Chromium;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ tickets: product.gateway, databaseUrl: product.databaseUrl });
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await product?.stop();
}, 30_000);

const pathOf = ({ page }: Visit): string => new URL(page.url()).pathname;

describe.each([
  { how: 'with script', script: true },
  { how: 'without script', script: false },
])('an asset and its ticket, there and back, $how', ({ script }) => {
  let tenant: TestTenant<'agnes' | 'rita'>;
  let asset: TestAsset;
  let agnes: Visit;
  let rita: Visit;

  beforeAll(async () => {
    tenant = await createTenant(product.orm, {
      people: {
        agnes: { agent: true, permissions: ['assets:manage'], name: 'Agnes Agent' },
        rita: { name: 'Rita Reporter' },
      },
    });
    const by = { tenantId: tenant.id, by: tenant.people.agnes.userId };
    const holderId = tenant.people.rita.userId;
    asset = await anAsset(product.orm, by, { name: 'Label printer', inventoryNumber: 'PR-0204', holderId });
    const open = (as: keyof typeof tenant.people) => visit(browser, web, { as: tenant.people[as], script });
    [agnes, rita] = await Promise.all([open('agnes'), open('rita')]);
  });
  afterAll(async () => {
    await agnes?.close();
    await rita?.close();
  });

  it('the agent finds it, reports an issue from its page, and the ticket shows it', async () => {
    const { page } = agnes;
    await page.goto('/assets');
    await page.locator('main').getByRole('searchbox').fill('pr-02');
    await press(page, 'button', 'Search');
    await press(page, 'link', 'Label printer');
    expect(pathOf(agnes)).toBe(`/assets/${asset.id}`);
    await press(page, 'link', 'Report issue');
    expect(await page.getByRole('checkbox', { name: 'Label printer (PR-0204)' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: /^Incident/ }).check();
    await page.getByLabel('Title').fill('It prints blank labels');
    await page.getByLabel('Description').fill('Since Monday.');
    await press(page, 'button', 'Create ticket');
    expect(pathOf(agnes)).toBe('/tickets/TKT-000001');
    await press(page, 'link', 'Label printer (PR-0204)');
    expect(pathOf(agnes)).toBe(`/assets/${asset.id}`);
  });

  it('the reporter who holds it reports another issue from the desk, and finds only that at the asset', async () => {
    const { page } = rita;
    await page.goto('/desk');
    await press(page, 'link', /^Report an issue with Label printer/);
    await page.getByRole('radio', { name: /^A problem/ }).check();
    await page.getByLabel('Title').fill('The lid does not close');
    await page.getByLabel('Description').fill('It fell down.');
    await press(page, 'button', 'Send');
    expect(pathOf(rita)).toBe('/desk/TKT-000002');
    await press(page, 'link', 'Label printer (PR-0204)');
    await press(page, 'link', /^Tickets 1$/);
    await page.getByRole('link', { name: 'The lid does not close' }).waitFor();
    expect(await page.getByText('It prints blank labels').count()).toBe(0);
  });

  it('the tickets tab leads the agent back, and the deletion is refused with the list', async () => {
    const { page } = agnes;
    await page.reload();
    await press(page, 'link', /^Tickets 2$/);
    await press(page, 'link', 'It prints blank labels');
    expect(pathOf(agnes)).toBe('/tickets/TKT-000001');
    await page.goto(`/assets/${asset.id}`);
    await press(page, 'link', 'Delete');
    await page.getByText('2 active tickets are about this asset').waitFor();
    await page.getByRole('link', { name: /^TKT-000001 / }).waitFor();
    await page.getByRole('link', { name: /^TKT-000002 / }).waitFor();
    expect(await page.getByRole('button', { name: 'Delete for good' }).count()).toBe(0);
  });

  it('the asset is taken off one ticket and the other is cancelled, and then it can be deleted', async () => {
    const { page } = agnes;
    await press(page, 'link', /^TKT-000002 /);
    await press(page, 'button', 'Remove Label printer (PR-0204)');
    await page.getByText('No asset linked.').waitFor();
    await page.goto('/tickets/TKT-000001');
    await page.locator('summary').filter({ hasText: 'Cancel ticket' }).click();
    const panel = page.locator('.ticket-action[open]');
    await panel.getByLabel('Why').selectOption('other');
    await panel.getByLabel('Reason').fill('We buy a new one.');
    await press(page, 'button', 'Cancel the ticket');
    await page.goto(`/assets/${asset.id}/delete`);
    await press(page, 'button', 'Delete for good');
    expect(pathOf(agnes)).toBe('/assets');
    await page.getByText('The asset is deleted.').waitFor();
  });

  it('the finished ticket can still be read, and says what the asset was called', async () => {
    const { page } = agnes;
    await page.goto('/tickets/TKT-000001');
    const panel = page.locator('section').filter({ has: page.locator('#side-assets') });
    expect((await panel.innerText()).replace(/\s+/g, ' ')).toContain('Label printer (PR-0204) was deleted');
    expect(await panel.getByRole('link').count()).toBe(0);
    expect((await page.goto(`/assets/${asset.id}`))?.status()).toBe(404);
  });

  it('nothing went wrong on the way', () => {
    expect(agnes.troubles).toEqual([`404 GET /assets/${asset.id}`]);
    expect(rita.troubles).toEqual([]);
  });
});
