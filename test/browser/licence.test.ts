import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createPlatformPerson, type TestPlatformPerson } from '../support/platform.ts';
import { type Product, startProduct } from '../support/product.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { andArrive, type Chromium, press, signIn, startChromium, type Visit, visit } from './chromium.ts';

const password = 'a password that is long enough';

let product: Product;
let web: TestWeb;
let browser: Chromium;
let petra: TestPlatformPerson;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({
    tickets: product.gateway,
    operations: product.operations,
    databaseUrl: product.databaseUrl,
  });
  petra = await createPlatformPerson(product.ownerUrl);
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await product?.stop();
}, 30_000);

/** The page that the newest one-time link in a mail to this address opens. */
async function linkTo(address: string): Promise<string> {
  const mail = await product.mailbox.waitFor(({ to }) => JSON.stringify(to).includes(address));
  const path = /\/account\/[\w.-]+/.exec(mail.text ?? '')?.[0];
  if (path === undefined) throw new Error(`The mail to ${address} has no link`);
  return path;
}

async function join(page: Page, address: string): Promise<void> {
  await page.goto(await linkTo(address));
  const fields = page.locator('input[type=password]');
  await fields.nth(0).fill(password);
  await fields.nth(1).fill(password);
  await andArrive(page, () => page.locator('main form button[type=submit]').click());
}

const pathOf = (page: Page): string => new URL(page.url()).pathname;

describe('a licence, from the console to the queue', () => {
  let console: Visit;
  let ada: Visit;
  let nils: Visit;

  beforeAll(async () => {
    [console, ada, nils] = await Promise.all([visit(browser, web), visit(browser, web), visit(browser, web)]);
  });
  afterAll(async () => {
    for (const each of [console, ada, nils]) await each?.close();
  });

  it('the platform team opens a tenant and activates its licence, with one seat', async () => {
    const { page } = console;
    await signIn(page, petra);
    expect(pathOf(page)).toBe('/platform');
    await press(page, 'link', 'New tenant');
    await page.getByLabel('Name of the organisation').fill('Nordwind');
    await page.getByLabel('Short name').fill('nordwind');
    await page.getByLabel('First administrator’s name').fill('Ada Admin');
    await page.getByLabel('First administrator’s e-mail address').fill('ada@nordwind.test');
    await press(page, 'button', 'Create tenant and invite');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Nordwind');
    await page.getByLabel('Agents').fill('1');
    await press(page, 'button', 'Activate');
    await page.getByText('The licence is active.').waitFor();
    await page.getByText('0 of 1', { exact: false }).first().waitFor();
  });

  it('the administrator joins by the link in the mail, and invites somebody', async () => {
    const { page } = ada;
    await join(page, 'ada@nordwind.test');
    expect(pathOf(page)).toBe('/desk');
    await press(page, 'link', 'Settings');
    await press(page, 'link', 'Invite');
    await page.getByLabel('Name', { exact: true }).fill('Nils New');
    await page.getByLabel('E-mail address').fill('nils@nordwind.test');
    await press(page, 'button', 'Send invitation');
    await page.getByText('Invited', { exact: true }).first().waitFor();
  });

  it('who has joined sees the desk, and no queue', async () => {
    const { page } = nils;
    await join(page, 'nils@nordwind.test');
    expect(pathOf(page)).toBe('/desk');
    expect(await page.getByRole('link', { name: 'Tickets', exact: true }).count()).toBe(0);
  });

  it('made an agent, they see the queue with their next click, without signing in again', async () => {
    const { page } = ada;
    await page.goto('/settings/permissions');
    await press(page, 'link', 'ITSM Agent');
    await page.locator('main').getByRole('searchbox').fill('nils');
    await press(page, 'button', 'Search');
    await press(page, 'button', /^Add/);
    await page.goto('/settings/permissions');
    await page.getByText('1 of 1', { exact: false }).first().waitFor();
    await nils.page.reload();
    await press(nils.page, 'link', 'Tickets');
    expect(pathOf(nils.page)).toBe('/tickets');
  });

  it('a second one is refused, with what to do', async () => {
    const { page } = ada;
    await press(page, 'link', 'ITSM Agent');
    await page.locator('main').getByRole('searchbox').fill('ada');
    await press(page, 'button', 'Search');
    await press(page, 'button', /^Add/);
    expect(await page.title()).toMatch(/^Error: /);
    await page
      .getByText('This would make 2 agents; your licence allows 1 (1 in use).', { exact: false })
      .first()
      .waitFor();
  });

  it('suspended, everything is hidden with the next click', async () => {
    const { page } = console;
    await press(page, 'link', /^Suspend/);
    await press(page, 'button', /^Suspend/);
    await page.getByText('The licence is suspended.').waitFor();
    await nils.page.reload();
    await nils.page.getByText('Page not found', { exact: false }).first().waitFor();
    expect(await nils.page.getByRole('link', { name: 'Tickets', exact: true }).count()).toBe(0);
  });

  it('nothing went wrong on the way but the refusal and what is hidden', () => {
    expect(console.troubles).toEqual([]);
    expect(ada.troubles).toEqual([expect.stringMatching(/^409 POST \/settings\/permissions\//)]);
    expect(nils.troubles).toEqual(['404 GET /tickets']);
  });
});
