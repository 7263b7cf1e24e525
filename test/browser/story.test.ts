import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTenant, type TestTenant } from '../support/people.ts';
import { type Product, startProduct } from '../support/product.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { type Chromium, press, signIn, startChromium, type Visit, visit } from './chromium.ts';
import { backgroundOf, hasFocus } from './in-page.js';

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

const words = {
  title: 'The printer prints nothing',
  description: 'Since Monday.\nThe lamp is red.',
  note: 'He pulled the plug again.',
  reply: 'Please look whether it is plugged in.',
  solution: 'The plug was loose.',
};

describe.each([
  { how: 'with script', script: true },
  { how: 'without script', script: false },
])('two people and a ticket, $how', ({ script }) => {
  let tenant: TestTenant<'rita' | 'agnes'>;
  let rita: Visit;
  let agnes: Visit;

  beforeAll(async () => {
    const people = { rita: { name: 'Rita Reporter' }, agnes: { agent: true, name: 'Agnes Agent' } };
    tenant = await createTenant(product.orm, { people });
    [rita, agnes] = await Promise.all([visit(browser, web, { script }), visit(browser, web, { script })]);
  });
  afterAll(async () => {
    await rita?.close();
    await agnes?.close();
  });

  it('the reporter signs in, and is told what is missing in the first try', async () => {
    const { page } = rita;
    await signIn(page, tenant.people.rita);
    expect(pathOf(page)).toBe('/desk');
    await press(page, 'link', /^Report a problem/);
    expect(await page.getByRole('radio', { name: /^A problem/ }).isChecked()).toBe(true);
    await page.getByLabel('Description').fill(words.description);
    await press(page, 'button', 'Send');

    expect(await page.title()).toMatch(/^Error: /);
    const summary = page.locator('[data-error-summary]');
    expect(await summary.innerText()).toMatch(/There is a problem\s+Enter a title\./);
    if (script) expect(await summary.evaluate(hasFocus)).toBe(true);
    expect(await page.getByLabel('Description').inputValue()).toBe(words.description);
    await summary.getByRole('link', { name: 'Enter a title.' }).click();
    const title = page.getByLabel('Title');
    expect(await title.getAttribute('aria-invalid')).toBe('true');
    expect(script ? await title.evaluate(hasFocus) : new URL(page.url()).hash === '#title').toBe(true);
  });

  it('the reporter files the ticket and finds it at the desk', async () => {
    const { page } = rita;
    await page.getByLabel('Title').fill(words.title);
    await press(page, 'button', 'Send');
    expect(pathOf(page)).toBe('/desk/TKT-000001');
    await page.getByText('We have received it.').waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(words.title);
    expect(await page.locator('.desk-said .user-text').innerText()).toBe(words.description);
    await press(page, 'link', 'My tickets');
    await page.getByRole('listitem').filter({ hasText: words.title }).getByText('Received').waitFor();
  });

  it('the agent finds it among the unassigned ones and takes it, which starts it', async () => {
    const { page } = agnes;
    await signIn(page, tenant.people.agnes);
    expect(pathOf(page)).toBe('/tickets');
    expect(await counts(page)).toMatchObject({ Mine: '0', Unassigned: '1', Open: '1', 'In progress': '0' });
    await press(page, 'link', /^Unassigned/);
    await press(page, 'link', new RegExp(`${words.title}$`));
    expect(pathOf(page)).toBe('/tickets/TKT-000001');
    await press(page, 'button', 'Assign to me and start');
    const head = page.locator('.ticket-head');
    await head.getByText('In progress', { exact: true }).waitFor();
    await head.getByText('Assigned to you').waitFor();
  });

  it('the agent writes an internal note, which looks like one', async () => {
    const { page } = agnes;
    await page.getByText('Only agents see a note.').waitFor({ state: 'hidden' });
    await page.getByRole('radio', { name: 'Internal note' }).check();
    await page.getByText('Only agents see a note.').waitFor();
    expect(await page.locator('.ticket-composer').evaluate(backgroundOf)).toBe('amber');
    // One button, not two: what is written now cannot be sent as a reply.
    expect(await page.locator('.ticket-composer').getByRole('button').allInnerTexts()).toEqual(['Add internal note']);
    await page.getByLabel('Message').fill(words.note);
    await press(page, 'button', 'Add internal note');
    const note = page.locator('.message').filter({ hasText: words.note });
    await note.getByText('Internal note').waitFor();
    expect(await note.locator('svg').count()).toBeGreaterThan(0);
    expect(await note.evaluate(backgroundOf)).toBe('amber');
  });

  it('the agent replies, and resolves the ticket with a solution', async () => {
    const { page } = agnes;
    expect(await page.getByRole('radio', { name: 'Reply to Rita Reporter' }).isChecked()).toBe(true);
    await page.getByText(`Will be e-mailed to Rita Reporter, ${tenant.people.rita.email}.`).waitFor();
    await page.getByLabel('Message').fill(words.reply);
    await press(page, 'button', 'Send');
    const reply = page.locator('.message').filter({ hasText: words.reply });
    await reply.getByText('Reply', { exact: true }).waitFor();
    expect(await reply.evaluate(backgroundOf)).not.toBe('amber');

    await page.locator('.ticket-actions > details').getByText('Resolve', { exact: true }).first().click();
    await page.getByLabel('Solution').fill(words.solution);
    await press(page, 'button', 'Resolve');
    await page.locator('.ticket-head').getByText('Resolved', { exact: true }).waitFor();
  });

  it('the reporter reads the solution above the buttons, and never the note', async () => {
    const { page } = rita;
    await page.reload();
    await page.getByText('Solved? Please confirm', { exact: true }).waitFor();
    await press(page, 'link', words.title);
    const ask = page.getByRole('region', { name: 'Is it solved?' });
    const solution = ask.getByText(words.solution);
    const solved = ask.getByRole('button', { name: 'It is solved' });
    expect((await top(solution)) < (await top(solved))).toBe(true);
    expect(await page.getByText(words.reply).count()).toBe(1);
    expect(await page.content()).not.toContain(words.note);
    await press(page, 'button', 'It is solved');
    await page.getByText('Thank you. An agent will close TKT-000001').waitFor();
  });

  it('the agent reads that closing is final, and closes', async () => {
    const { page } = agnes;
    await page.reload();
    await page.locator('.ticket-head').getByText('Rita Reporter: “It is solved”').waitFor();
    const warning = page.getByText('Closing is final; afterwards only a follow-up is possible');
    expect(await warning.isVisible()).toBe(false);
    await page.locator('.ticket-actions').getByText('Close', { exact: true }).click();
    expect(await warning.isVisible()).toBe(true);
    await press(page, 'button', 'Close for good');
    await page.locator('.ticket-head').getByText('Closed', { exact: true }).waitFor();
    expect(await page.locator('.ticket-composer').count()).toBe(0);
    await page.getByRole('link', { name: 'Open a follow-up' }).waitFor();
  });

  it('the reporter opens a follow-up', async () => {
    const { page } = rita;
    await page.reload();
    await page.getByRole('heading', { name: 'This ticket is closed' }).waitFor();
    await press(page, 'link', 'Open a follow-up');
    await page.getByText('This follows up on TKT-000001').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe(words.title);
    await page.getByLabel('Description').fill('It is loose again.');
    await press(page, 'button', 'Send');
    expect(pathOf(page)).toBe('/desk/TKT-000002');
    await press(page, 'link', 'TKT-000001');
    expect(pathOf(page)).toBe('/desk/TKT-000001');
  });

  it('nothing went wrong on the way but the mistake', () => {
    expect(rita.troubles).toEqual(['422 POST /desk/new']);
    expect(agnes.troubles).toEqual([]);
  });
});

function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}

/** The counts beside the queue's views. */
async function counts(page: Page): Promise<Record<string, string>> {
  const views = await page.getByRole('navigation', { name: 'Views' }).getByRole('link').allInnerTexts();
  return Object.fromEntries(views.map((view) => [view.replace(/\s*\d+$/, ''), /\d+$/.exec(view)?.[0] ?? '']));
}

async function top(of: ReturnType<Page['locator']>): Promise<number> {
  return (await of.boundingBox())?.y ?? Number.NaN;
}
