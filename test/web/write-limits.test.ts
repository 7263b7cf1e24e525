import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { tooManyComments } from '../../src/domain/write-limits.ts';
import { answerToken } from '../../src/mail/answer-token.ts';
import { apiClient } from '../support/api-client.ts';
import { createKeyFor } from '../support/api-keys.ts';
import type { Answer, FormFields } from '../support/browser.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { agentActor, type Step, writeTicket } from '../support/rows.ts';
import { startTestWeb, testAnswerKey, type TestWeb, type TestWebOptions } from '../support/web.ts';
import { recordingGateway } from './agent/recording-gateway.ts';

const gateway = recordingGateway();
const webs: TestWeb[] = [];
let tenant: TestTenant<'rita' | 'agnes'>;
let number: string;
let ticketId: string;
let link: string;

beforeAll(async () => {
  const { orm } = await limited({});
  tenant = await createTenant(orm, { people: { rita: {}, agnes: { agent: true, permissions: ['settings:manage'] } } });
  const by = agentActor(tenant.people.agnes.userId);
  const steps: Step[] = [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'comment', visibility: 'external', body: 'One.' }] },
    { by, changes: [{ kind: 'set_status', to: 'resolved', solution: 'Two.' }], at: new Date().toISOString() },
  ];
  const ticket = await writeTicket(orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, steps);
  ({ number, id: ticketId } = ticket);
  link = answerToken(testAnswerKey, { tenantId: tenant.id, ticketId, sequence: ticket.sequence });
});
afterEach(() => gateway.forget());
afterAll(() => Promise.all(webs.map((web) => web.close())));

/** The pages with limits of the test's own. Each person's use counts on from test to test, as in life. */
async function limited(writeLimits: NonNullable<TestWebOptions['writeLimits']>): Promise<TestWeb> {
  const web = await startTestWeb({ tickets: gateway.tickets, writeLimits });
  webs.push(web);
  return web;
}

const words = 'Words that nobody wants to type twice.';

/** Every form in which a person writes, and who sends it. */
const writing: [what: string, send: (web: TestWeb, more: FormFields) => Promise<Answer>][] = [
  [
    'a new ticket',
    (web, more) =>
      web.as(tenant.people.rita).post('/desk/new', { type: 'incident', title: 'x', description: words, ...more }),
  ],
  ['a reply', (web, more) => web.as(tenant.people.rita).post(`/desk/${number}/replies`, { body: words, ...more })],
  [
    '“Still broken”',
    (web, more) =>
      web.as(tenant.people.rita).post(`/desk/${number}/answer`, { answer: 'still_broken', body: words, ...more }),
  ],
  ['an answer by mail', (web, more) => web.nobody().post(`/answer/${link}/still-broken`, { body: words, ...more })],
  [
    'an agent’s new ticket',
    (web, more) =>
      web.as(tenant.people.agnes).post('/tickets/new', { type: 'incident', title: 'x', description: words, ...more }),
  ],
  [
    'an agent’s note',
    (web, more) =>
      web.as(tenant.people.agnes).post(`/tickets/${number}/comments`, { body: words, visibility: 'internal', ...more }),
  ],
  [
    'a reason',
    (web, more) =>
      web.as(tenant.people.agnes).post(`/tickets/${number}/status`, { status: 'in_progress', reason: words, ...more }),
  ],
  [
    'an edit',
    (web, more) =>
      web.as(tenant.people.agnes).post(`/tickets/${number}/edit`, { title: 'x', description: words, ...more }),
  ],
];

describe.each(writing)('%s', (_what, send) => {
  it.each([
    ['changes a minute', { changesPerMinute: 0 }],
    ['bytes of text an hour', { textBytesPerHour: 10 }],
  ])('beyond the %s is 429, says when to send it again, and is shown again as it was typed', async (_limit, limits) => {
    const id = randomUUID();
    const answer = await send(await limited(limits), { command_id: id });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(answer.text).toMatch(
      /There is a problem.*You can (make|write) at most .* Nothing was saved: send it again in/s,
    );
    expect(answer.text).toMatch(new RegExp(`<textarea[^>]*>\\s*${words}</textarea>`));
    // The same id: an earlier try may have been carried out, and is then not done twice.
    expect(answer.text).toContain(`value="${id}"`);
    expect([...gateway.sent, ...gateway.created]).toEqual([]);
  });

  it('within the limits goes through', async () => {
    const answer = await send(await limited({}), { command_id: randomUUID() });
    expect([answer.status, gateway.sent.length + gateway.created.length]).toEqual([303, 1]);
  });
});

describe('comments', () => {
  it('are counted for a person by pages and API together', async () => {
    const web = await limited({ commentsPerMinute: 3 });
    const { people } = await createTenant(web.orm, { people: { agnes: { agent: true } } });
    const api = apiClient(web, await createKeyFor(web.orm, people.agnes));
    const { tenantId, userId } = people.agnes;
    const own = await writeTicket(web.orm, { tenantId, reporterId: userId, by: agentActor(userId), channel: 'agent' });
    for (const visibility of ['internal', 'external', 'internal']) {
      expect(
        (await web.as(people.agnes).post(`/tickets/${own.number}/comments`, { body: 'x', visibility })).status,
      ).toBe(303);
    }
    const refused = await api.post(`/tickets/${own.id}/comments`, { body: 'x', visibility: 'internal' });
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('at most 3 comments a minute'),
    });
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(gateway.sent).toHaveLength(3);
    // What is no comment goes on.
    expect((await web.as(people.agnes).post(`/tickets/${own.number}/assignee`, { assignee: userId })).status).toBe(303);
  });

  it('of a ticket that has as many as it may have are refused, by pages and API, and the text is kept', async () => {
    const web = await limited({});
    gateway.refuseWith(tooManyComments(2));
    const page = await web.as(tenant.people.rita).post(`/desk/${number}/replies`, { body: words });
    expect([page.status, page.headers.get('Retry-After')]).toEqual([429, null]);
    expect(page.text).toContain('This ticket has 2 comments, and takes no more. Open a follow-up ticket');
    expect(page.text).toContain(`${words}</textarea>`);
    gateway.refuseWith(tooManyComments(2));
    const api = apiClient(web, await createKeyFor(web.orm, tenant.people.agnes));
    expect((await api.post(`/tickets/${ticketId}/comments`, { body: 'x', visibility: 'internal' })).body).toMatchObject(
      {
        status: 429,
        code: 'ticket_full',
        details: { limit: 2 },
      },
    );
  });
});

describe('changes', () => {
  it('are counted for each person for themselves, in settings too; looking and signing out are none, previews count by themselves', async () => {
    const web = await limited({ changesPerMinute: 2 });
    const { people } = await createTenant(web.orm, {
      people: { ada: { permissions: ['settings:manage'] }, bo: { permissions: ['settings:manage'] } },
    });
    const ada = web.as(people.ada);
    const template = '/settings/itsm/templates/ticket.closed.reporter';
    const preview = () => ada.post(`${template}/preview`, { seen_version: '0', subject: 'x', html: 'x', text: 'x' });
    const group = (name: string) => ada.post('/settings/permissions/new', { name });
    expect((await group('One')).status).toBe(303);
    for (let n = 0; n < 3; n += 1) expect((await preview()).status).toBe(200);
    expect((await group('Two')).status).toBe(303);
    expect((await preview()).status).toBe(200);
    const fifth = await preview();
    expect([fifth.status, fifth.text.includes('You can look at 4 previews a minute at most')]).toEqual([429, true]);
    const third = await group('Three');
    expect([third.status, third.text.includes('value="Three"')]).toEqual([429, true]);
    expect((await ada.get('/settings/permissions')).text).not.toContain('Three');
    const pressed = await ada.post(`/settings/users/${people.bo.userId}/deactivate`);
    expect([pressed.status, pressed.text.includes('at most 2 changes a minute')]).toEqual([429, true]);
    expect((await web.as(people.bo).post('/settings/permissions/new', { name: 'Four' })).status).toBe(303);
    expect((await ada.post('/sign-out')).status).toBe(303);
  });
});
