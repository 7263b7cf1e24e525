import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createTenant, type TestTenant } from '../support/people.ts';
import { creationBy, type Product, startProduct } from '../support/product.ts';
import { agentActor, reporterActor, writeTicket } from '../support/rows.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { writeCounts } from '../web/agent/rows.ts';
import { andArrive, type Chromium, press, startChromium, type Visit, visit } from './chromium.ts';
import { colourScheme, focused, focusShown, forgetEverything, place } from './in-page.js';

const ticketPath = '/tickets/TKT-000001';
const title = 'The newest of all tickets';

let product: Product;
let web: TestWeb;
let browser: Chromium;
let tenant: TestTenant<'agnes' | 'rita'>;
let agnes: Visit;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ tickets: product.gateway, databaseUrl: product.databaseUrl });
  tenant = await createTenant(product.orm, { people: { agnes: { agent: true }, rita: { name: 'Rita Reporter' } } });
  await writeTickets();
  browser = await startChromium();
  agnes = await visit(browser, web, { as: tenant.people.agnes });
}, 60_000);
beforeEach(async () => {
  await agnes.page.goto(ticketPath);
  await agnes.page.evaluate(forgetEverything);
});
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await product?.stop();
}, 30_000);

/** One that lives, and below it a queue longer than a screen of tickets that are only read. */
async function writeTickets(): Promise<void> {
  const { rita, agnes: agent } = tenant.people;
  const reporter = { kind: 'user', id: rita.userId, permissions: ['tickets:create'] } as const;
  await product.gateway.create({
    ...creationBy({ id: tenant.id, reporter } as never),
    title,
    description: 'In short.',
  });
  for (let minute = 10; minute < 40; minute += 1) {
    const beginning = { tenantId: tenant.id, reporterId: rita.userId, by: reporterActor(rita.userId) };
    const at = `2026-01-05T08:${minute}:00.000Z`;
    const steps = [{ by: agentActor(agent.userId), changes: [{ kind: 'edit', priority: 'high' } as const], at }];
    await writeTicket(product.orm, { ...beginning, at, title: `Ticket of minute ${minute}` }, steps);
  }
  await writeCounts(product.orm, tenant.id);
}

describe('by keyboard alone', () => {
  it('one signs in, goes down the queue, opens a ticket and comes back', async () => {
    const nobody = await visit(browser, web);
    const { page } = nobody;
    await page.goto('/sign-in');
    while ((await page.evaluate(focused)) !== 'input#email.input') await page.keyboard.press('Tab');
    await page.keyboard.type(tenant.people.agnes.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(tenant.people.agnes.password);
    await andArrive(page, () => page.keyboard.press('Enter'));
    expect(pathOf(page)).toBe('/tickets');

    await page.keyboard.press('j');
    expect((await page.evaluate(focusShown)).what).toContain(title);
    await page.keyboard.press('j');
    expect((await page.evaluate(focusShown)).what).toContain('Ticket of minute 39');
    await page.keyboard.press('k');
    expect(await page.evaluate(focusShown)).toMatchObject({ ring: true, seen: true });
    await andArrive(page, () => page.keyboard.press('o'));
    expect(pathOf(page)).toBe(ticketPath);
    await andArrive(page, () => page.keyboard.press(']'));
    expect(pathOf(page)).toBe('/tickets/TKT-000031');
    await andArrive(page, () => page.keyboard.press('['));
    expect(pathOf(page)).toBe(ticketPath);
    await page.keyboard.press('g');
    await andArrive(page, () => page.keyboard.press('t'));
    expect(pathOf(page)).toBe('/tickets');
    await page.keyboard.press('/');
    expect(await page.evaluate(focused)).toBe('input#head-search.input');
    expect(nobody.troubles).toEqual([]);
    await nobody.close();
  });

  it('one replies by r and Ctrl+Enter, which takes the open ticket, and notes by n', async () => {
    const { page } = agnes;
    await page.keyboard.press('r');
    await page.keyboard.type('Are you just now in the room?');
    await andArrive(page, () => page.keyboard.press('Control+Enter'));
    const reply = page.locator('.message').filter({ hasText: 'Are you just now in the room?' });
    await reply.getByText('Reply', { exact: true }).waitFor();
    await page.locator('.ticket-head').getByText('Assigned to you').waitFor();

    await page.keyboard.press('n');
    expect(await page.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(true);
    await page.keyboard.type('No answer yet.');
    await andArrive(page, () => page.keyboard.press('Control+Enter'));
    const note = page.locator('.message').filter({ hasText: 'No answer yet.' });
    await note.getByText('Internal note', { exact: true }).waitFor();
  });

  it('what one types is no shortcut', async () => {
    const { page } = agnes;
    await page.keyboard.press('r');
    const text = 'c n r j k ? [ ] / g t';
    await page.keyboard.type(text);
    expect(pathOf(page)).toBe(ticketPath);
    expect(await page.getByLabel('Message').inputValue()).toBe(text);
    expect(await page.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(false);
    expect(await page.locator('#shortcuts').isVisible()).toBe(false);
  });

  it('? tells of the shortcuts, Escape closes, and they can be switched off', async () => {
    const { page } = agnes;
    const overlay = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    const note = page.getByRole('radio', { name: 'Internal note' });
    await page.keyboard.press('?');
    await overlay.getByText('Internal note').waitFor();
    await page.keyboard.press('Escape');
    await overlay.waitFor({ state: 'hidden' });

    await page.keyboard.press('?');
    await page.getByLabel('Use single-key shortcuts').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.keyboard.press('n');
    expect(await note.isChecked()).toBe(false);
    await page.keyboard.press('?');
    expect(await overlay.isVisible()).toBe(false);

    await page.locator('.menu-button').click();
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await page.getByLabel('Use single-key shortcuts').check();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    expect(await note.isChecked()).toBe(true);
  });

  it('one always sees where one is', async () => {
    const { page } = agnes;
    const stops: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const { what, nothing, ring, seen } = await page.evaluate(focusShown);
      if (nothing) break;
      expect({ what, ring, seen }).toEqual({ what, ring: true, seen: true });
      stops.push(what);
      // A trap would never let one out.
      expect(stops.length).toBeLessThan(100);
    }
    expect(stops[0]).toContain('skip-link');
    expect(stops.join('\n')).toMatch(
      /Resolve.*Cancel ticket.*Edit.*textarea#body.*input#expects_answer.*Send.*select#assignee/s,
    );
  });

  it('an action is opened, filled in and given up', async () => {
    const { page } = agnes;
    await page.keyboard.press('s');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(focused)).toMatch(/^textarea#.*solution/);
    await page.keyboard.type('It is out.');
    await page.keyboard.press('Escape');
    expect((await page.evaluate(focusShown)).what).toContain('Resolve');
    expect(await page.getByLabel('Solution').isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Solution').inputValue()).toBe('It is out.');

    const cancel = page.locator('summary').filter({ hasText: 'Cancel ticket' });
    await cancel.click();
    await page.getByRole('link', { name: 'Keep it' }).click();
    expect(await page.getByRole('link', { name: 'Keep it' }).isVisible()).toBe(false);
    expect((await page.evaluate(focusShown)).what).toContain('Cancel ticket');
    expect(pathOf(page)).toBe(ticketPath);
    // Escape closes the panel that is open wherever the focus is, but not under the list of shortcuts.
    await cancel.click();
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('link', { name: 'Keep it' }).isVisible()).toBe(true);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('link', { name: 'Keep it' }).isVisible()).toBe(false);
  });
});

describe('what was typed', () => {
  it('is there again after leaving the page, as the note that it was, until it is sent', async () => {
    const { page } = agnes;
    const message = page.getByLabel('Message');
    await page.keyboard.press('n');
    await page.keyboard.type('Between us: it is old.');
    await page.goto('/tickets');
    await page.goto(ticketPath);
    expect(await message.inputValue()).toBe('Between us: it is old.');
    expect(await page.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(true);
    await page.getByText('Your draft is back.').waitFor();

    await press(page, 'button', 'Add internal note');
    expect(await message.inputValue()).toBe('');
    await page.goto(ticketPath);
    expect(await message.inputValue()).toBe('');
    expect(await page.getByText('Your draft is back.').count()).toBe(0);
  });

  it('is there again with the question that it was', async () => {
    const { page } = agnes;
    await page.getByLabel('Message').fill('Which floor?');
    await page.getByLabel('I need an answer').check();
    await page.reload();
    expect(await page.getByLabel('I need an answer').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Discard it' }).click();
    expect(await page.getByLabel('I need an answer').isChecked()).toBe(false);
  });

  it('can be discarded', async () => {
    const { page } = agnes;
    await page.keyboard.press('n');
    await page.keyboard.type('Never mind.');
    await page.reload();
    await page.getByRole('button', { name: 'Discard it' }).click();
    expect(await page.getByLabel('Message').inputValue()).toBe('');
    expect(await page.getByRole('radio', { name: 'Internal note' }).isChecked()).toBe(false);
    await page.reload();
    expect(await page.getByLabel('Message').inputValue()).toBe('');
  });

  it('is sent once, also by a double click', async () => {
    const { page } = agnes;
    await page.getByLabel('Message').fill('Only once, please.');
    await andArrive(page, () => page.getByRole('button', { name: 'Send', exact: true }).dblclick());
    await page.reload();
    expect(await page.locator('.message').filter({ hasText: 'Only once, please.' }).count()).toBe(1);
  });
});

it('the theme is chosen without loading the page anew, and stays', async () => {
  const { page } = agnes;
  const scheme = () => page.evaluate(colourScheme);
  await page.getByLabel('Message').fill('Unsent');
  await page.getByRole('button', { name: 'Dark' }).click();
  expect(await scheme()).toBe('dark');
  expect(await page.getByLabel('Message').inputValue()).toBe('Unsent');
  await page.goto('/desk');
  expect(await scheme()).toBe('dark');
  expect(await page.getByRole('button', { name: 'Dark' }).getAttribute('aria-pressed')).toBe('true');
  await page.getByRole('button', { name: 'Match the system' }).click();
  expect(await scheme()).toBe('light dark');
});

it('the way back leads to the same list, at the same place', async () => {
  const { page } = agnes;
  const list = '/tickets?view=all&priority=high';
  await page.goto(list);
  const low = page.getByRole('link', { name: 'Ticket of minute 12' });
  await low.scrollIntoViewIfNeeded();
  const before = await page.evaluate(place);
  expect(before).toBeGreaterThan(200);
  await andArrive(page, () => low.click());
  await andArrive(page, () => page.goBack());
  expect(page.url()).toBe(web.url + list);
  expect(await page.evaluate(place)).toBe(before);

  await andArrive(page, () => low.click());
  await press(page, 'link', 'All');
  expect(page.url()).toBe(web.url + list);
});

it('nothing went wrong on the way', () => {
  expect(agnes.troubles).toEqual([]);
});

function pathOf(page: Page): string {
  return new URL(page.url()).pathname;
}
