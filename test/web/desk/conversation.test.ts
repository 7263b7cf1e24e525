import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { Browser } from '../../support/browser.ts';
import { linkCalled } from '../../support/links.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita' | 'ralf'>;
let rita: Browser;
let ticket: Ticket;
const path = () => `/desk/${ticket.number}`;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {}, ralf: {} } });
  rita = web.as(tenant.people.rita);
  const by = agentActor(tenant.people.agnes.userId);
  const say = (visibility: 'internal' | 'external', body: string): Step => ({
    by,
    changes: [{ kind: 'comment', visibility, body }],
  });
  const assign = (to: string | null): Step => ({ by, changes: [{ kind: 'assign', to }] });
  ticket = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: tenant.people.rita.userId }, [
    ...Array.from({ length: 130 }, (_, n) => [
      say('external', n === 2 ? `${'A long line of a log. '.repeat(2900)}END 3` : `Message ${n + 1}.`),
      // What reporters do not see lies between all that they see.
      ...Array.from({ length: n % 4 }, () => say('internal', 'Not for reporters')),
    ]).flat(),
    ...Array.from({ length: 30 }, () => [assign(tenant.people.agnes.userId), assign(null)]).flat(),
  ]);
});
afterAll(() => web.close());

const places = (html: string): number[] =>
  [...html.matchAll(/<li class="message[^"]*" id="m-(\d+)"/g)].map(([, n]) => Number(n));
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

it('shows the newest fifty messages, and leads to the earlier ones and back', async () => {
  const pages: number[][] = [];
  let html = '';
  for (let next: string | null = path(); next !== null; next = linkCalled(html, 'Show earlier')) {
    html = (await rita.get(next)).text;
    pages.unshift(places(html));
  }
  expect(pages).toEqual([from(1, 30), from(31, 80), from(81, 130)]);
  expect(places((await rita.get(linkCalled(html, 'Show later') ?? '')).text)).toEqual(from(31, 80));
  expect(linkCalled(html, 'Go to the newest')).toBe(`${path()}#latest`);
});

it('counts messages by what the reporter sees, so that no gap tells of an internal note (R3)', async () => {
  const seen: number[] = [];
  for (const search of ['?before=31', '?before=81', '']) seen.push(...places((await rita.get(path() + search)).text));
  expect(seen).toEqual(from(1, 130));
  for (const part of ['', '/history']) {
    const { text } = await rita.get(path() + part);
    expect(text).not.toContain('Not for reporters');
  }
});

it('has a link to each message, to a page where it stands whole', async () => {
  expect((await rita.get(`${path()}?before=31`)).text).toContain(`href="${path()}?at=7#m-7"`);
  const { text } = await rita.get(`${path()}?at=3`);
  expect(places(text)).toContain(3);
  expect(text).toContain('END 3');
  expect(text).toMatch(/<details class="long-text" open>/);
  expect(places((await rita.get(`${path()}?at=130`)).text)).toContain(130);
});

it.each(['at=x', 'before=1', 'after=', 'at=0', 'before=99999999999', 'at=1%00', 'after=999999', 'at=999999'])(
  'shows the newest where the address makes no sense: %s',
  async (search) => {
    const { status, text } = await rita.get(`${path()}?${search}`);
    expect([status, places(text)]).toEqual([200, from(81, 130)]);
  },
);

it('tells all that has happened on a page of its own, and beside the ticket the newest of it', async () => {
  const { text } = await rita.get(path());
  const panel = text.slice(text.indexOf('id="history-title"'));
  expect(panel.match(/<li id="h-/g)).toHaveLength(10);
  expect(linkCalled(panel, 'Everything that has happened')).toBe(`${path()}/history`);
  const lines: number[] = [];
  for (let next: string | null = `${path()}/history`; next !== null;) {
    const page = await rita.get(next.replace(/#.*/, ''));
    lines.push(...[...page.text.matchAll(/<li id="h-(\d+)"/g)].map(([, n]) => Number(n)));
    next = linkCalled(page.text, 'Earlier');
  }
  expect(lines).toEqual(from(1, lines.length).toReversed());
  // Its creation, that it was started, and each time that it was given to somebody or back.
  expect(lines.length).toBe(62);
});

it('is not found for anybody else', async () => {
  for (const part of ['/history', '?at=3']) {
    expect((await web.as(tenant.people.ralf).get(path() + part)).status).toBe(404);
  }
});
