import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { writeFileSync } from 'node:fs';
import { chromiumPath } from '../../support/chromium.js';
import { openSession } from '../../../src/host/identity/sessions.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { sideways } from '../../browser/in-page.js';
import { writePeopleAndTickets } from '../../browser/tickets.ts';
let web: TestWeb; let browser: any;
beforeAll(async () => { web = await startTestWeb({ host: 'localhost' }); browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update','--disable-sync'] }); }, 60_000);
afterAll(async () => { await browser?.close(); await web?.close(); });
it('looks', async () => {
  const people: any = await writePeopleAndTickets(web.orm);
  const found: string[] = [];
  for (const width of [1280, 390]) {
    const profile = await browser.newContext({ baseURL: web.url, viewport: { width, height: 900 }, locale: 'de-DE', reducedMotion: 'reduce' });
    await profile.addCookies([{ name: 'session', value: await openSession(web.orm, people.ada), url: web.url }]);
    const page = await profile.newPage();
    page.setDefaultTimeout(8000);
    const look = async (name: string) => {
      const over = await page.evaluate(sideways);
      if (over.length > 0) found.push(`${width} ${name}: ${over.join(', ')}`);
      await page.screenshot({ path: `/tmp/d1/look-${width}-${name}.png`, fullPage: true });
    };
    const user = `/settings/users/${people.agnes.userId}`;
    for (const [name, path] of [['users','/settings/users'],['invite','/settings/users/new'],['person',user],['edit',`${user}/edit`],['deactivate',`${user}/deactivate`],['second',`/settings/users/${people.stella.userId}/second-step`],['groups','/settings/permissions'],['newgroup','/settings/permissions/new'],['signin','/settings/sign-in'],['itsm','/settings/itsm'],['templates','/settings/itsm/templates'],['template','/settings/itsm/templates/ticket.resolved.reporter'],['keys','/settings/api-keys'],['newkey','/settings/api-keys/new'],['log','/settings/log'],['logpart','/settings/log?part=itsm']] as const) {
      await page.goto(path);
      await look(name);
    }
    await page.goto('/settings/permissions');
    await page.getByRole('link', { name: 'ITSM Agent' }).click();
    await page.waitForURL(/permissions\/[0-9a-f]/);
    await look('group');
    await page.goto('/settings/api-keys/new');
    await page.getByLabel('Eine Integration').check();
    await look('newkey-integration');
    await page.getByRole('button', { name: 'Schlüssel erstellen' }).click();
    await page.waitForLoadState();
    await look('newkey-wrong');
    await page.goto('/settings/users/new');
    await page.getByRole('button', { name: 'Einladung senden' }).click();
    await page.waitForLoadState();
    await look('invite-wrong');
    await profile.close();
  }
  writeFileSync('/tmp/d1/overflow.txt', found.join('\n') + '\n');
  expect(found).toEqual([]);
}, 240_000);
