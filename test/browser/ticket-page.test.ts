import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { recordingGateway } from '../web/agent/recording-gateway.ts';
import { andArrive, type Chromium, press, startChromium, visit } from './chromium.ts';
import { edges, hasFocus } from './in-page.js';
import { numbers, type People, writePeopleAndTickets } from './tickets.ts';

const gateway = recordingGateway();
let web: TestWeb;
let browser: Chromium;
let people: People;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets, host: 'localhost' });
  browser = await startChromium();
  people = await writePeopleAndTickets(web.orm);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
});

/** That the line with these words has the focus and can be seen. */
async function expectDone(page: Page, words: string | RegExp): Promise<void> {
  const line = page.locator('#done').filter({ hasText: words });
  await line.waitFor();
  expect(await line.evaluate(hasFocus)).toBe(true);
  const { top, bottom, height } = await line.evaluate(edges);
  expect(top).toBeGreaterThanOrEqual(0);
  expect(bottom).toBeLessThanOrEqual(height);
}

describe.each([
  ['with script', true],
  ['without script', false],
])('the ticket page %s', (_, script) => {
  it('gives the focus to the line that says what was done', async () => {
    const { page, close } = await visit(browser, web, { as: people.agnes, script });
    await page.goto(`/tickets/${numbers.open}`);
    await page.getByLabel('Message').fill('It is on its way.');
    await andArrive(page, () => page.locator('[data-send]').click());
    await expectDone(page, `Reply sent to ${people.rita.name}`);
    await close();
  });

  it.each([1280, 390])('keeps title, status and actions in sight below a long conversation (%i px)', async (width) => {
    const { page, close } = await visit(browser, web, { as: people.agnes, width, script });
    await page.goto(`/tickets/${numbers.talkative}?done=replied#done`);
    await expectDone(page, 'Reply sent to');
    const head = page.locator('.ticket-head');
    const { bottom, height } = await head.evaluate(edges);
    expect(bottom).toBeLessThan(height / 4);
    for (const part of ['h1', '.status', '.ticket-actions .button >> nth=0']) {
      const seen = await head.locator(part).evaluate(edges);
      expect(seen.top).toBeGreaterThanOrEqual(0);
      expect(seen.bottom).toBeLessThanOrEqual(bottom);
    }
    // The newest message is in sight too, above the line.
    const newest = await page.locator('.conversation > li').last().evaluate(edges);
    expect(newest.bottom).toBeGreaterThan(bottom);
    await close();
  });

  it('changes priority, type and assignee in the panel, one at a time', async () => {
    const { page, troubles, close } = await visit(browser, web, { as: people.agnes, script });
    await page.goto(`/tickets/${numbers.open}`);
    await page.getByLabel('Priority').selectOption('urgent');
    await press(page, 'button', /Save Priority/);
    await expectDone(page, 'Priority changed to Urgent');
    await page.getByLabel('Type').selectOption('service_request');
    await press(page, 'button', /Save Type/);
    await expectDone(page, 'Type changed to Service request');
    await page.getByLabel('Assignee').selectOption(people.agnes.userId);
    await press(page, 'button', 'Assign and start');
    await expectDone(page, 'Taken');
    expect(gateway.sent.slice(-3).map(({ command }) => command.changes)).toEqual([
      [{ kind: 'edit', priority: 'urgent' }],
      [{ kind: 'edit', type: 'service_request' }],
      [{ kind: 'assign', to: people.agnes.userId }],
    ]);
    expect(troubles).toEqual([]);
    await close();
  });
});

it('copies the number with one quiet button', async () => {
  const { page, close } = await visit(browser, web, { as: people.agnes });
  await page.goto(`/tickets/${numbers.inProgress}`);
  expect(await page.getByRole('button', { name: /copy/i }).count()).toBe(1);
  await close();
});

describe('the queue', () => {
  it('has a menu with all its views on a phone, and all of them side by side on a wide screen', async () => {
    const phone = await visit(browser, web, { as: people.agnes, width: 390, script: false });
    await phone.page.goto('/tickets');
    const views = phone.page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await views.count()).toBe(0);
    await phone.page.getByRole('navigation', { name: 'Views' }).locator('summary').click();
    const labels = await views.allInnerTexts();
    for (const link of await views.all()) {
      const { left, right, width } = await link.evaluate(edges);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
    }
    await andArrive(phone.page, () => views.filter({ hasText: 'Closed' }).click());
    expect(phone.page.url()).toContain('view=closed');
    await phone.close();

    const wide = await visit(browser, web, { as: people.agnes });
    await wide.page.goto('/tickets');
    const tabs = wide.page.getByRole('navigation', { name: 'Views' }).getByRole('link');
    expect(await tabs.allInnerTexts()).toEqual(labels);
    await wide.close();
  });

  it('says on a card of two lines who has reported the ticket and how long it waits', async () => {
    const { page, close } = await visit(browser, web, { as: people.agnes, width: 390 });
    await page.goto('/tickets?view=waiting');
    const card = page.locator('tbody tr').first();
    expect(await card.innerText()).toContain('Waiting for us');
    expect(await card.locator('time').filter({ visible: true }).count()).toBe(1);
    expect(await card.innerText()).toContain(people.rita.name);
    const { top, bottom } = await card.evaluate(edges);
    expect(bottom - top).toBeLessThan(72);
    await close();
  });

  it('has rows of about 40 px on a wide screen, which say only what is unusual', async () => {
    const { page, close } = await visit(browser, web, { as: people.agnes });
    await page.goto('/tickets?view=all');
    for (const row of await page.locator('tbody tr').all()) {
      const { top, bottom } = await row.evaluate(edges);
      expect(bottom - top).toBeLessThanOrEqual(46);
    }
    expect(await page.locator('tbody').innerText()).not.toMatch(/Normal|Incident/);
    await close();
  });
});
