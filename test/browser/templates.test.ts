import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FrameLocator, Page } from 'playwright-core';
import { inTenant } from '../../src/db/in-tenant.ts';
import { MailTemplateEntity } from '../../src/settings/mail-templates/mail-template.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { andArrive, type Chromium, press, startChromium, type Visit, visit } from './chromium.ts';
import { pressAsItArrives } from './in-page.js';

let web: TestWeb;
let tenant: TestTenant<'ada'>;
let browser: Chromium;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { ada: { permissions: ['settings:manage'] } } });
  browser = await startChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
}, 30_000);

const html = (page: Page): FrameLocator => page.frameLocator('iframe[name=preview-html]');
const text = (page: Page): FrameLocator => page.frameLocator('iframe[name=preview-text]');
const saved = () =>
  inTenant(web.orm, tenant.id, (em) => em.find(MailTemplateEntity, {}, { orderBy: { savedAt: 'desc' }, limit: 1 }));

describe('a tenant’s own words for a mail', () => {
  let ada: Visit;

  beforeAll(async () => {
    ada = await visit(browser, web, { as: tenant.people.ada });
  });
  afterAll(() => ada?.close());

  it('are previewed in both forms while they are typed, with both answer buttons', async () => {
    const { page } = ada;
    await page.goto('/settings/itsm/templates');
    await press(page, 'link', 'Resolved, to the reporter');
    await html(page).getByRole('heading', { name: 'Is it solved?' }).waitFor();
    await page.locator('#html').fill('<h1>Moin {{reporter_name}}</h1><script>alert(1)</script>');
    await html(page).getByRole('heading', { name: 'Moin Rita Reuter' }).waitFor();
    for (const name of ['It is solved', 'Still broken']) await html(page).getByRole('link', { name }).waitFor();
    await page.locator('#text').fill('Moin {{ ticket_number }}');
    await text(page).getByText('Moin TKT-000042').waitFor();
    // What is typed stays where it is, and so does the cursor.
    expect(await page.locator('#html').inputValue()).toContain('<script>');
    expect(await page.evaluate('document.activeElement.id')).toBe('text');
  });

  it('take placeholders where the cursor is', async () => {
    const { page } = ada;
    const field = page.locator('#text');
    await field.fill('a  b');
    await field.press('Home');
    await field.press('ArrowRight');
    await field.press('ArrowRight');
    await page.getByRole('button', { name: 'Insert ticket_title' }).click();
    expect(await field.inputValue()).toBe('a {{ticket_title}} b');
    await text(page).getByText('a Printer on fire b').waitFor();
  });

  it('are told what is wrong in the preview, and beside the field when they are sent', async () => {
    const { page } = ada;
    await page.getByLabel('Subject').fill('{{nope}}');
    await html(page).getByText('Subject: Line 1, column 1', { exact: false }).waitFor();
    await press(page, 'button', 'Save');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.getByLabel('Subject').inputValue()).toBe('{{nope}}');
    await page.getByLabel('Subject').fill('[{{ticket_number}}] Solved?');
    await press(page, 'button', 'Save');
    await page.getByText('Saved, without what e-mails can’t have', { exact: false }).waitFor();
    expect(await saved()).toMatchObject([{ version: 1, html: '<h1>Moin {{reporter_name}}</h1>' }]);
  });

  it('are mailed to oneself as a test, and given up for the built-in mail', async () => {
    const { page } = ada;
    await press(page, 'button', 'Send me a test e-mail');
    await page.getByText('The test e-mail is on its way.', { exact: false }).waitFor();
    await page.getByText('Go back to the built-in e-mail').click();
    await press(page, 'button', 'Use the built-in e-mail');
    await page.getByText('The built-in e-mail is sent again.', { exact: false }).waitFor();
    expect(await saved()).toMatchObject([{ version: 2, html: null }]);
  });

  it('are saved also when a preview arrives at that very moment', async () => {
    const { page } = ada;
    await page.goto('/settings/itsm/templates/ticket.created.agents');
    await text(page).getByText('TKT-000042').first().waitFor();
    await page.route('**/preview', () => {});
    const asked = page.waitForRequest('**/preview');
    await page.locator('#html').fill('<h1>New for us</h1>');
    await asked;
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await andArrive(page, () => save.evaluate(pressAsItArrives, 'preview-html'));
    await page.unroute('**/preview');
    await page.getByText('Saved. E-mails are sent with this text', { exact: false }).waitFor();
    expect(await saved()).toMatchObject([{ event: 'ticket.created', html: '<h1>New for us</h1>' }]);
  });

  it('need no script', async () => {
    const plain = await visit(browser, web, { as: tenant.people.ada, script: false });
    const { page } = plain;
    await page.goto('/settings/itsm/templates/ticket.closed.reporter');
    await page.locator('#html').fill('<p>Done, {{reporter_name}}</p>');
    await page.getByRole('button', { name: 'Show what is typed' }).first().click();
    await html(page).getByText('Done, Rita Reuter').waitFor();
    expect(await page.getByRole('button', { name: /^Insert/ }).count()).toBe(0);
    await press(page, 'button', 'Save');
    await page.getByText('Saved. E-mails are sent with this text', { exact: false }).waitFor();
    expect(plain.troubles).toEqual([]);
    await plain.close();
  });

  it('meet no breach of the content security policy on the way', () => {
    const path = '/settings/itsm/templates/ticket.resolved.reporter';
    const refused = [`422 POST ${path}`, `422 POST ${path}/preview`, `422 POST ${path}/preview/text`];
    expect(new Set(ada.troubles)).toEqual(new Set(refused));
  });
});
