import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from '../../support/browser.ts';
import { commandBy, type Product, startProduct, type TestTenant } from '../../support/product.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { listed } from './rows.ts';

let product: Product;
let web: TestWeb;
let tenant: TestTenant;
let ada: Browser;
let otto: Browser;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ tickets: product.gateway, databaseUrl: product.databaseUrl });
  tenant = await product.tenant();
  ada = web.as({ tenantId: tenant.id, userId: tenant.agent.id });
  otto = web.as({ tenantId: tenant.id, userId: tenant.otherAgent.id });
}, 60_000);
afterAll(async () => {
  await web?.close();
  await product?.stop();
});

/** The hidden fields of the form with that action, as the page has filled them. */
function hidden(html: string, action: string): Record<string, string> {
  const form = html.slice(html.indexOf(`action="${action}"`));
  const inputs = form.slice(0, form.indexOf('</form>')).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name ?? '', value ?? '']));
}

const path = '/tickets/TKT-000001';
const page = async (browser = ada) => (await browser.get(path)).text;
const counts = async () =>
  [...(await ada.get('/tickets')).text.matchAll(/>([^<]+?) <span class="count">([^<]+)</g)]
    .filter(([, , count]) => count !== '0')
    .map(([, label, count]) => `${label} ${count}`);

it('shows what the workflow has saved, from filing on behalf to closing', async () => {
  const fields = {
    ...hidden((await ada.get('/tickets/new')).text, '/tickets/new'),
    type: 'incident',
    title: 'No sound',
  };
  const filed = await ada.post('/tickets/new', {
    ...fields,
    description: 'Since Monday.',
    reporter: tenant.addresses.reporter,
  });
  expect(filed.location).toBe(`${path}?done=created#done`);
  expect(await counts()).toEqual(['Unassigned 1', 'All active 1', 'Open 1', 'Waiting for us 1', 'All 1']);

  // Two agents take it from the same page: one gets it, the other learns who did.
  const [adas, ottos] = [await page(ada), await page(otto)].map((text) => hidden(text, `${path}/assignee`));
  const taken = await ada.post(`${path}/assignee`, adas);
  expect([taken.status, taken.location]).toEqual([303, `${path}?done=taken#done`]);
  const late = await otto.post(`${path}/assignee`, ottos);
  expect(late.status).toBe(409);
  expect(late.text).toContain('Meanwhile TKT-000001 was assigned to Ada Agent.');
  expect(await counts()).toEqual(['Mine 1', 'All active 1', 'In progress 1', 'Waiting for us 1', 'All 1']);

  await ada.post(`${path}/comments`, {
    ...hidden(await page(), `${path}/comments`),
    visibility: 'internal',
    body: 'Cable?',
  });
  await ada.post(`${path}/edit`, {
    ...hidden(await page(), `${path}/edit`),
    priority: 'urgent',
  });
  const solved = {
    ...hidden(await page(), `${path}/comments`),
    visibility: 'external',
    body: 'Turn it up.',
    status: 'resolved',
  };
  const resolved = await ada.post(`${path}/comments`, solved);
  const text = (await ada.get(resolved.location ?? '')).text;
  expect(text).toMatch(/id="done"[^]*?Reply sent to Rita Reporter\. Status changed to Resolved/);
  expect(text).toMatch(/id="solution-title"[\s\S]*?Turn it up\./);
  expect(text).toContain('priority-urgent');
  expect(text).toMatch(/Resolved: asks for confirmation <span class="quiet">to Rita Reporter/);
  expect(await counts()).toEqual(['Mine 1', 'All active 1', 'Resolved 1', 'All 1']);

  // Sent again after the reporter has spoken, the same form is neither held nor carried out twice.
  const answered = { kind: 'answer_resolution', answer: 'still_broken', body: 'Still silent.' } as const;
  const id = /data-draft="ticket-([0-9a-f-]{36})"/.exec(text)?.[1] ?? '';
  await product.gateway.send(tenant.id, id, commandBy(tenant.reporter, answered));
  const again = await ada.post(`${path}/comments`, solved);
  expect(again.location).toBe(resolved.location);
  expect((await page()).match(/message-solution/g)).toHaveLength(2);

  await ada.post(`${path}/status`, { ...hidden(text, `${path}/status`), status: 'closed' });
  expect(await page()).toContain('Closed is final');
  expect(await counts()).toEqual(['Closed 1', 'All 1']);
  expect(listed((await ada.get('/tickets?view=closed&q=sound')).text)).toEqual(['TKT-000001']);
  const refused = await otto.post(`${path}/comments`, { visibility: 'external', body: 'Too late' });
  expect(refused.status).toBe(409);
  expect(refused.text).toContain('Too late</textarea>');
});
