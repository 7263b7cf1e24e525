import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Page, Response } from 'playwright-core';
import type { LinkPurpose } from '../../src/host/identity/user.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { recordingGateway } from '../web/agent/recording-gateway.ts';
import { axeFile } from './axe.ts';
import { type Chromium, signIn, startChromium, type Visit, visit } from './chromium.ts';
import { askAxe, focused, focusFirst, forgetEverything, outline, replaceBy, setLowFont, sideways } from './in-page.js';
import { type ListedPage, pages } from './pages.ts';
import { mailButton, mailedLink, type numbers, type People, writePeopleAndTickets } from './tickets.ts';

const gateway = recordingGateway();
let web: TestWeb;
/** A site whose database does not answer. */
let broken: TestWeb;
let browser: Chromium;
let people: People;
let axe: string;
const visits = new Map<ListedPage['as'], Visit>();

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets, host: 'localhost' });
  broken = await startTestWeb({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', host: 'localhost' });
  browser = await startChromium();
  axe = await readFile(axeFile(), 'utf8');
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

/** The rule that looks at what a finger has to hit: all that another font can change. */
const aboutSizes = 'target-size';

describe('a page that everybody can use, light and dark, on a screen and a phone', () => {
  it.each(pages)('$name', async (listed: ListedPage) => {
    const page = await pageOf(listed.as);
    let status = 0;
    const note = (response: Response) => {
      if (response.request().isNavigationRequest()) status = response.status();
    };
    page.on('response', note);
    try {
      if (listed.signsIn) await signIn(page, people[listed.signsIn]);
      else await page.goto(await addressOf(listed));
      await listed.act?.(page, gateway);
      expect(status).toBe(listed.status ?? 200);
      await expectOutline(page);
      await page.evaluate(axe);
      await expectNothingFound(page, 'light', 1280);
      await page.emulateMedia({ colorScheme: 'dark' });
      // In another font at the same time, which has nothing to do with the dark: each look takes a while.
      expect(await page.evaluate(setLowFont, true)).toBe(true);
      await expectNothingFound(page, 'dark', 1280);
      await page.setViewportSize({ width: 360, height: 900 });
      await expectNothingFound(page, 'dark', 360);
      await page.evaluate(setLowFont, false);
      await page.emulateMedia({ colorScheme: 'light' });
      await expectNothingFound(page, 'light', 360);
      await expectSkipLink(page);
    } finally {
      page.off('response', note);
      // Nobody's draft appears on the next page.
      await page.evaluate(forgetEverything);
    }
  });
});

it('would notice what is wrong', async () => {
  const page = await pageOf(null);
  await page.goto('/sign-in');
  await page.evaluate(axe);
  const wrong = `<img src="data:,"><p class="button-primary quiet">Pale</p><p class="number">${'Wide '.repeat(100)}</p>`;
  await page.locator('h1').evaluate(replaceBy, wrong);
  const found = (await violations(page)).join('\n');
  expect(found).toMatch(/^color-contrast: .*quiet/m);
  expect(found).toMatch(/^image-alt: img/m);
  expect(await page.evaluate(sideways)).toContain('p.number');
});

/** The page of a person's own browser, on a screen and in the light. */
async function pageOf(who: ListedPage['as']): Promise<Page> {
  const open = visits.get(who) ?? (await visit(browser, web, who === null ? {} : { as: people[who] }));
  visits.set(who, open);
  await open.page.setViewportSize({ width: 1280, height: 900 });
  await open.page.emulateMedia({ colorScheme: 'light' });
  return open.page;
}

async function addressOf({ path }: ListedPage): Promise<string> {
  const [, purpose] = /^link:(\w+)$/.exec(path) ?? [];
  if (purpose !== undefined) return mailedLink(web.orm, people.rita.tenantId, purpose as LinkPurpose);
  const [, ticket, answer] = /^mail:(\w+)\/(solved|still-broken)$/.exec(path) ?? [];
  if (ticket === undefined) return path.replace(/^broken:/, broken.url);
  return mailButton(web.orm, people.rita.tenantId, ticket as keyof typeof numbers, answer as 'solved' | 'still-broken');
}

/** That axe finds nothing, in the dark of what the dark and the low font can change; in the light also that nothing is too wide. */
async function expectNothingFound(page: Page, scheme: 'light' | 'dark', width: number): Promise<void> {
  const found = await violations(page, scheme === 'dark' ? [...aboutColours, aboutSizes] : undefined);
  expect({ scheme, width, found }).toEqual({ scheme, width, found: [] });
  if (scheme === 'light') expect({ width, sideways: await page.evaluate(sideways) }).toEqual({ width, sideways: [] });
}

/** What axe finds, each as one line: the rule, the element, and what is wrong with it. */
function violations(page: Page, rules?: string[]): Promise<string[]> {
  const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: wcag22 };
  return page.evaluate(askAxe, { runOnly, resultTypes: ['violations'], preload: false });
}

async function expectOutline(page: Page): Promise<void> {
  const { title, mainHeadings, levels } = await page.evaluate(outline);
  expect(mainHeadings).toBe(1);
  expect(title).toMatch(/^(Error: )?\S.* · Uslimato ITSM$/);
  const jumps = levels.filter((level: number, index: number) => level > (levels[index - 1] ?? level) + 1);
  expect(jumps).toEqual([]);
}

/** The first thing that Tab leads to, once an overlay is closed, is the way to the content; it shows itself then, and works. */
async function expectSkipLink(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  const { hasFocus, className, top } = await page.evaluate(focusFirst);
  expect({ hasFocus, className }).toEqual({ hasFocus: true, className: 'skip-link' });
  expect(top).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(focused)).toContain('main#main');
}
