import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { recordingGateway } from '../web/agent/recording-gateway.ts';
import { type Chromium, startChromium, visit } from './chromium.ts';
import { focused, focusNothing, sideways } from './in-page.js';
import { type ListedPage, pages } from './pages.ts';
import { type People, writePeopleAndTickets } from './tickets.ts';

const gateway = recordingGateway();
let web: TestWeb;
/** A site whose database has gone. */
let broken: TestWeb;
let browser: Chromium;
let people: People;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  broken = await startTestWeb();
  await broken.orm.close();
  browser = await startChromium();
  people = await writePeopleAndTickets(web.orm);
}, 60_000);
beforeEach(() => gateway.forget());
afterAll(async () => {
  await browser?.close();
  await web?.close();
  await broken?.close();
});

const wcag22 = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules that look at colours: all that another theme can change. */
const aboutColours = ['color-contrast', 'link-in-text-block'];

describe('a page that everybody can use, light and dark, on a screen and a phone', () => {
  it.each(pages)('$name', async (listed: ListedPage) => {
    const { page, close } = await visit(browser, web, listed.as === null ? {} : { as: people[listed.as] });
    try {
      let status = 0;
      page.on('response', (response) => {
        if (response.request().isNavigationRequest()) status = response.status();
      });
      await page.goto(listed.path.startsWith('broken:') ? listed.path.replace('broken:', broken.url) : listed.path);
      await listed.act?.(page, gateway);
      expect(status).toBe(listed.status ?? 200);
      await expectOutline(page);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme: 'light' });
        expect({ width, violations: await violations(page) }).toEqual({ width, violations: [] });
        await page.emulateMedia({ colorScheme: 'dark' });
        expect({ width, dark: await violations(page, aboutColours) }).toEqual({ width, dark: [] });
        expect({ width, sideways: await page.evaluate(sideways) }).toEqual({ width, sideways: [] });
      }
      await expectSkipLink(page);
    } finally {
      await close();
    }
  });
});

/** What axe finds, each as one line: the rule, the element, and what is wrong with it. */
async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // The page has no frames: the legacy mode saves a page of axe's own per run.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const found = await (rules ? axe.withRules(rules) : axe.withTags(wcag22)).analyze();
  expect(found.passes.length).toBeGreaterThan(0);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`),
  );
}

async function expectOutline(page: Page): Promise<void> {
  expect(await page.locator('h1').count()).toBe(1);
  expect(await page.title()).toMatch(/^(Error: )?\S.* · Uslimato ITSM$/);
  const levels = await page.locator('h1, h2, h3, h4').evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
  const jumps = levels.filter((level, index) => level > (levels[index - 1] ?? level) + 1);
  expect(jumps).toEqual([]);
}

/** The first thing that Tab leads to from the top is the way to the content. */
async function expectSkipLink(page: Page): Promise<void> {
  await page.evaluate(focusNothing);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(focused)).toBe('a.skip-link');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(focused)).toContain('main#main');
}
