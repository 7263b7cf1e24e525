import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { TicketEntity } from '../../../src/db/ticket-entities.ts';
import type { Change } from '../../../src/domain/command.ts';
import { commandBy, type Product, startProduct, type TestTenant } from '../../support/product.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { commandId, wordsAt } from './desk.ts';

let product: Product;
let web: TestWeb;
let tenant: TestTenant;

beforeAll(async () => {
  product = await startProduct();
  web = await startTestWeb({ tickets: product.gateway, databaseUrl: product.databaseUrl });
  tenant = await product.tenant();
}, 60_000);
afterAll(async () => {
  await web?.close();
  await product?.stop();
});

const commandIn = (html: string) => /name="command_id" value="([^"]*)"/.exec(html)?.[1];

it('shows what the workflow has saved, from the form to the answered solution', async () => {
  const rita = web.as({ tenantId: tenant.id, userId: tenant.reporter.id });
  const command_id = commandIn((await rita.get('/desk/new')).text);
  const fields = { command_id, type: 'incident', title: 'No sound', description: 'Since Monday.' };
  const answers = await Promise.all([rita.post('/desk/new', fields), rita.post('/desk/new', fields)]);
  expect(answers.map(({ location }) => location)).toEqual(['/desk/TKT-000001?created', '/desk/TKT-000001?created']);
  expect(await wordsAt(rita, '/desk')).toContain('All 1');

  const id = await inTenant(product.orm, tenant.id, async (em) => {
    return (await em.findOneOrFail(TicketEntity, { number: 'TKT-000001' })).id;
  });
  const act = (...changes: Change[]) => product.gateway.send(tenant.id, id, commandBy(tenant.agent, ...changes));
  await act({ kind: 'set_status', to: 'in_progress' });
  await act({ kind: 'comment', visibility: 'internal', body: 'TOPSECRET' });
  await act({ kind: 'set_status', to: 'resolved', solution: 'Turn it up.' });
  const resolved = await wordsAt(rita, '/desk/TKT-000001');
  expect(resolved).toContain('Is it solved? Solution Turn it up.');
  expect(resolved).toContain('Since Monday.');
  expect(resolved).not.toContain('TOPSECRET');

  await rita.post('/desk/TKT-000001/answer', { ...commandId(), answer: 'still_broken', body: 'Still silent.' });
  await act({ kind: 'set_status', to: 'in_progress', reason: 'We look again.' });
  const reopened = await wordsAt(rita, '/desk/TKT-000001');
  expect(reopened).toContain('We are working on it again We look again.');
  expect(reopened).toContain('Still silent.');
  expect(reopened).toContain('You said that it is still broken');

  await act({ kind: 'set_status', to: 'resolved', solution: 'Now with a new cable.' });
  const first = (await rita.get('/desk/TKT-000001')).text;
  await act({ kind: 'set_status', to: 'in_progress', reason: 'Wrong cable.' });
  await act({ kind: 'set_status', to: 'resolved', solution: 'The right cable.' });
  const seen_resolved_at = /name="seen_resolved_at" value="([^"]*)"/.exec(first)?.[1];
  const late = await rita.post('/desk/TKT-000001/answer', { ...commandId(), answer: 'solved', seen_resolved_at });
  expect(late.status).toBe(409);
  const row = await inTenant(product.orm, tenant.id, (em) => em.findOneOrFail(TicketEntity, { id }));
  expect(row.resolutionAnswer).toBeNull();
});
