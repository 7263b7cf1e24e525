import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { OwnTemplate } from '../../src/domain/own-template.ts';
import { locales } from '../../src/domain/locale.ts';
import { mailKinds } from '../../src/mail/kinds.ts';
import { createMailBuilder } from '../../src/mail/build-mail.ts';
import { samples, samplesIn } from '../mail/sample-facts.ts';
import { axeFile } from './axe.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { askAxe, sideways } from './in-page.js';

const { buildMail } = createMailBuilder();

/** Words in colours that were chosen on white, as many write them. */
const coloured: OwnTemplate = {
  subject: 'About {{ticket_number}}',
  text: 'About {{ticket_number}}',
  html: `<h1 style="color: #003366">Moin {{reporter_name}}</h1><p>Plain words.</p><p style="color: #333">Grey words.</p>
    <p style="background-color: #ffffcc">On yellow.</p><blockquote>{{comment_body}}</blockquote>
    <table><tr><td style="background-color: #eee">On grey.</td><td style="color: #fff; background-color: #036">On blue.</td></tr></table>
    <p><a href="https://example.test/">A link</a></p>`,
};

const plain: OwnTemplate = {
  ...coloured,
  html: '<h1>Moin {{reporter_name}}</h1><table><tr><td>{{comment_body}}</td></tr></table><p><a href="https://example.test/">A link</a></p>',
};

const mails: readonly (readonly [string, string])[] = [
  ...locales.flatMap((locale) =>
    mailKinds.map((kind) => [`${kind} (${locale})`, buildMail(samplesIn(locale)[kind]).html] as const),
  ),
  ['own words', buildMail(samples['ticket.resolved.reporter'], plain).html],
  ['own words in colours', buildMail(samples['ticket.resolved.reporter'], coloured).html],
];

let browser: Chromium;
let page: Page;
let axe: string;

beforeAll(async () => {
  browser = await startChromium();
  page = await browser.newPage();
  axe = await readFile(axeFile(), 'utf8');
}, 60_000);
afterAll(() => browser?.close());

describe('a mail that everybody can read, light and dark, on a screen and a phone', () => {
  it.each(mails)('%s', async (_name, html) => {
    await page.setContent(html);
    await page.evaluate(axe);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [680, 360]) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        const runOnly = {
          type: 'rule',
          values: ['color-contrast', 'link-in-text-block', 'link-name', 'empty-heading'],
        };
        const violations = await page.evaluate(askAxe, { runOnly, resultTypes: ['violations'], preload: false });
        expect({ colorScheme, width, violations }).toEqual({ colorScheme, width, violations: [] });
        expect({ width, sideways: await page.evaluate(sideways) }).toEqual({ width, sideways: [] });
      }
    }
  });
});
