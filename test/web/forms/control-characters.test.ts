import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTenant } from '../../support/people.ts';
import { agentActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import type { Browser, FormFields } from '../../support/browser.ts';

let web: TestWeb;
let agnes: Browser;
let number: string;

beforeAll(async () => {
  web = await startTestWeb();
  const tenant = await createTenant(web.orm, { people: { agnes: { agent: true } } });
  const { userId } = tenant.people.agnes;
  agnes = web.as(tenant.people.agnes);
  const ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: userId, by: agentActor(userId) }, []);
  number = ticket.number;
});
afterAll(() => web.close());

const id = '20000000-0000-4000-8000-000000000001';
const nul = '\u0000';
const words = { type: 'incident', title: 'Badge', description: 'It does not open.' };

// PostgreSQL takes no U+0000 in a text: what reaches it must have been looked at before.
it.each([
  '/tickets?reporter=%00',
  '/tickets?reporter=a%00@example.test',
  '/tickets?assignee=%00',
  `/tickets?assignee=${id}%00`,
  `/tickets?after=1_${id}%00`,
  `/tickets?before=1%00_${id}`,
  '/tickets?status=open%00',
  '/tickets?created_since=2026-01-31%00',
  '/tickets/new?follow_up_of=%00',
  '/tickets/TKT-000001%00',
  `/tickets/${id}%00`,
  '/tickets/%00/edit',
  '/desk/new?follow_up=%00',
  '/desk/new?follow_up=TKT-000001%00',
  '/desk/TKT-000001%00',
  `/desk/${id}%00`,
])('an address with U+0000 is refused: %s', async (path) => {
  expect([400, 404, 422]).toContain((await agnes.get(path)).status);
});

it.each<[path: string, fields: FormFields]>([
  ['/sign-in', { email: nul, password: 'x' }],
  ['/tickets/new', { ...words, command_id: nul }],
  ['/tickets/new', { ...words, title: nul }],
  ['/tickets/new', { ...words, description: nul }],
  ['/tickets/new', { ...words, reporter: `a${nul}@example.test` }],
  ['/tickets/new', { ...words, reporter: `${id}${nul}` }],
  ['/tickets/new', { ...words, follow_up_of: nul }],
  ['/tickets/:number/edit', { title: 'x', seen_description: nul }],
  ['/tickets/:number/edit', { title: 'x', command_id: nul }],
  ['/tickets/:number/assignee', { assignee: nul }],
  ['/tickets/:number/assignee', { assignee: '', seen_assignee: nul }],
  ['/tickets/:number/comments', { visibility: 'external', body: 'x', seen_public_sequence: nul }],
  ['/tickets/:number/status', { status: nul }],
  ['/desk/new', { ...words, title: nul }],
  ['/desk/new', { ...words, description: nul }],
  ['/desk/new', { ...words, follow_up: nul }],
  ['/desk/:number/replies', { body: nul }],
  ['/desk/:number/answer', { answer: 'solved', seen_resolved_at: nul }],
])('a form with U+0000 is refused: %s %j', async (path, fields) => {
  expect([400, 404, 422]).toContain((await agnes.post(path.replace(':number', number), fields)).status);
});

// Where a page forgives what makes no sense, it does so with this too.
it.each([
  '/tickets?q=a%00b',
  '/desk?after=%00',
  `/desk?after=1_1_${id}%00`,
  '/desk?view=%00',
  '/desk/new?type=%00',
  '/sign-in?next=%00',
])('an address with U+0000 is taken as one without that part: %s', async (path) =>
  expect((await agnes.get(path)).status).toBeLessThan(400),
);

it.each(['q=%00', 'reporter=%00', 'after=%00', 'created_until=9999-12-31', 'created_since=0000-01-01'])(
  'a ticket opens also where the list that it is opened from makes no sense: %s',
  async (list) => {
    for (const page of [number, `${number}/edit`]) {
      expect((await agnes.get(`/tickets/${page}?from=${encodeURIComponent(list)}`)).status).toBe(200);
    }
  },
);
