import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { submit } from '../support/forms.ts';
import { createTenant } from '../support/people.ts';
import { type Product, startProduct } from '../support/product.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';

let product: Product;
let web: TestWeb;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ tickets: product.gateway, databaseUrl: product.databaseUrl });
});
afterAll(async () => {
  await web?.close();
  await product?.stop();
});

it('a new prefix goes on counting, and old numbers are found by search and by address (R15)', async () => {
  const people = { ada: { agent: true, permissions: ['settings:manage'] }, rita: {} } as const;
  const tenant = await createTenant(product.orm, { people });
  const ada = web.as(tenant.people.ada);
  const rita = web.as(tenant.people.rita);
  const file = async (title: string): Promise<string> => {
    const filed = await submit(rita, '/desk/new?type=incident', '/desk/new', { title, description: 'It smokes.' });
    return filed.location?.replace('?created', '') ?? '';
  };
  const found = async (words: string): Promise<string[]> => {
    const page = await ada.get(`/tickets?view=all&q=${encodeURIComponent(words)}`);
    return [...new Set([...page.text.matchAll(/href="\/tickets\/([A-Z0-9]+-\d+)/g)].map(([, number = '']) => number))];
  };

  expect(await file('Under the old prefix')).toBe('/desk/TKT-000001');
  expect((await ada.get('/settings/itsm')).text).toContain('TKT-000002');
  expect((await submit(ada, '/settings/itsm', '/settings/itsm', { ticket_prefix: 'HELP2' })).status).toBe(303);
  expect((await ada.get('/settings/itsm')).text).toContain('HELP2-000002');
  expect(await file('Under the new prefix')).toBe('/desk/HELP2-000002');

  expect(await found('TKT-000001')).toEqual(['TKT-000001']);
  expect(await found('HELP2-000002')).toEqual(['HELP2-000002']);
  expect((await found('prefix')).toSorted()).toEqual(['HELP2-000002', 'TKT-000001']);
  for (const path of ['/desk/TKT-000001', '/desk/HELP2-000002']) expect((await rita.get(path)).status).toBe(200);
  for (const path of ['/tickets/TKT-000001', '/tickets/HELP2-000002']) expect((await ada.get(path)).status).toBe(200);

  expect((await submit(ada, '/settings/itsm', '/settings/itsm', { ticket_prefix: 'TKT' })).status).toBe(303);
  expect(await file('Under the old one again')).toBe('/desk/TKT-000003');
});
