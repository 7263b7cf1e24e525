import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTenant, type TestTenant } from '../support/people.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { recordingGateway } from '../web/agent/recording-gateway.ts';
import { pathOf, writeResolved } from '../web/answer/resolved.ts';
import { type Chromium, press, startChromium, visit } from './chromium.ts';

const gateway = recordingGateway();
let web: TestWeb;
let browser: Chromium;
let tenant: TestTenant<'rita' | 'agnes'>;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  browser = await startChromium();
  tenant = await createTenant(web.orm, { people: { rita: {}, agnes: { agent: true } } });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await web?.close();
});

describe.each([{ script: true }, { script: false }])(
  'the page behind a button of a mail (script: $script)',
  ({ script }) => {
    it.each(['solved', 'still-broken'] as const)(
      'takes the answer in a real browser, which tells no address: %s',
      async (answer) => {
        gateway.forget();
        const { resolutions } = await writeResolved(web.orm, tenant.people);
        const { page, troubles, close } = await visit(browser, web, { width: 360, script });
        const referers: string[] = [];
        page.on('request', (request) => referers.push(request.headers().referer ?? ''));
        await page.goto(pathOf(resolutions[0], answer));
        expect(gateway.sent).toEqual([]);
        if (answer === 'still-broken') await page.getByLabel('What is still broken?').fill('It smokes.');
        await press(page, 'button', answer === 'solved' ? 'It is solved' : 'Send');
        expect(gateway.changes()).toEqual([
          answer === 'solved'
            ? { kind: 'answer_resolution', answer: 'solved' }
            : { kind: 'answer_resolution', answer: 'still_broken', body: 'It smokes.' },
        ]);
        expect(new URL(page.url()).pathname).toBe(pathOf(resolutions[0], answer));
        expect(referers.filter((referer) => referer !== '')).toEqual([]);
        expect(troubles).toEqual([]);
        await close();
      },
    );
  },
);
