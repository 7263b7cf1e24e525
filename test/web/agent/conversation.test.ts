import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ticket } from '../../../src/domain/ticket.ts';
import type { Browser } from '../../support/browser.ts';
import { linkCalled } from '../../support/links.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, reporterActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from './recording-gateway.ts';

const gateway = recordingGateway();
const trace = (n: number) =>
  Array.from({ length: 1240 }, (_, line) => `trace ${n} at line ${line} ${'x'.repeat(30)}`).join('\n');

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let agnes: Browser;
let ticket: Ticket;
let traces: Ticket;
const path = () => `/tickets/${ticket.number}`;

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true, name: 'Agnes Ahrens' }, rita: {} } });
  agnes = web.as(tenant.people.agnes);
  const { agnes: a, rita } = tenant.people;
  const byAgnes = agentActor(a.userId);
  const begin = { tenantId: tenant.id, reporterId: rita.userId };
  const say = (body: string, by = byAgnes): Step => ({
    by,
    changes: [{ kind: 'comment', visibility: 'external', body }],
  });
  const edit = (n: number): Step => ({ by: byAgnes, changes: [{ kind: 'edit', title: `Title ${n}` }] });
  // 130 messages; between them changes that are none.
  ticket = await writeTicket(
    web.orm,
    begin,
    Array.from({ length: 130 }, (_, n) => [
      say(`Message ${n + 1}.`, n % 2 ? byAgnes : reporterActor(rita.userId)),
      ...(n % 10 ? [] : [edit(n)]),
    ]).flat(),
  );
  traces = await writeTicket(
    web.orm,
    begin,
    Array.from({ length: 6 }, (_, n) => say(trace(n + 1))),
  );
});
afterAll(() => web.close());
beforeEach(() => gateway.forget());

const messages = (html: string): number[] => [...html.matchAll(/>Message (\d+)\.</g)].map(([, n]) => Number(n));
const sequencesIn = (html: string): number[] =>
  [...html.matchAll(/<li class="[^"]*" id="m-(\d+)"/g)].map(([, n]) => Number(n));
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

describe('a long conversation', () => {
  it('shows its newest fifty entries, and leads to the earlier ones and back, none left out and none twice', async () => {
    const pages: number[][] = [];
    let html = (await agnes.get(path())).text;
    expect(linkCalled(html, 'Show later')).toBeNull();
    for (let next: string | null = path(); next !== null; next = linkCalled(html, 'Show earlier')) {
      html = (await agnes.get(next)).text;
      pages.unshift(messages(html));
    }
    expect(pages).toEqual([from(1, 30), from(31, 80), from(81, 130)]);
    const forth: number[] = messages(html);
    for (let next = linkCalled(html, 'Show later'); next !== null; next = linkCalled(html, 'Show later')) {
      html = (await agnes.get(next)).text;
      forth.push(...messages(html));
    }
    expect(forth).toEqual(from(1, 130));
    expect(
      messages((await agnes.get(linkCalled((await agnes.get(`${path()}?before=9`)).text, 'To the newest') ?? '')).text),
    ).toEqual(from(81, 130));
  });

  it('has a link to each message, to a page that holds it, whatever its age', async () => {
    const all: number[] = [];
    for (const search of ['?before=60', '']) all.push(...sequencesIn((await agnes.get(path() + search)).text));
    for (const sequence of [all[0]!, all[20]!, all.at(-1)!]) {
      const { text } = await agnes.get(`${path()}?at=${sequence}`);
      expect(sequencesIn(text)).toContain(sequence);
      expect(text).toContain(`href="${path()}?at=${sequence}#m-${sequence}"`);
      expect(sequencesIn(text).length).toBeLessThanOrEqual(50);
    }
    // What is around an old message: some of what was said before it, and some of what was said after.
    const around = sequencesIn((await agnes.get(`${path()}?at=${all[20]}`)).text);
    expect(around.indexOf(all[20]!)).toBeGreaterThan(10);
    expect(around.indexOf(all[20]!)).toBeLessThan(40);
  });

  it.each(['at=0', 'at=-1', 'at=x', 'before=0', 'after=', 'before=99999999999', 'at=1%00', 'at=1&at=2'])(
    'shows the newest where its address makes no sense: %s',
    async (search) => {
      const { status, text } = await agnes.get(`${path()}?${search}`);
      expect([status, messages(text)]).toEqual([200, from(81, 130)]);
    },
  );

  it('says so where there is nothing, and leads on', async () => {
    for (const search of ['before=1', 'after=999999']) {
      const { status, text } = await agnes.get(`${path()}?${search}`);
      expect([status, messages(text)]).toEqual([200, []]);
      expect(text).toContain('There is nothing in this part of the conversation.');
      expect(linkCalled(text, 'To the newest')).toBe(`${path()}#conversation`);
    }
  });

  it('carries the list that one came from, and lets one answer from any part of it', async () => {
    const { text } = await agnes.get(`${path()}?from=view%3Dall&before=60`);
    expect(linkCalled(text, 'Show earlier')).toMatch(/^\/tickets\/[^?]+\?from=view%3Dall&before=\d+#conversation$/);
    expect(text).toContain(`name="seen_public_sequence" value="${ticket.sequence}"`);
    expect(text).toContain('id="composer"');
  });

  it('has the line that says what was sent below its newest message, and no id twice', async () => {
    const { text } = await agnes.get(`${path()}?done=replied`);
    expect(text.indexOf('id="done"')).toBeGreaterThan(text.lastIndexOf('id="m-'));
    expect(text.indexOf('id="done"')).toBeLessThan(text.indexOf('id="composer"'));
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('holds a reply that somebody has forestalled, and shows which words', async () => {
    const answer = await agnes.post(`${path()}/comments`, {
      visibility: 'external',
      body: 'I am on it.',
      seen_public_sequence: '3',
    });
    expect(answer.status).toBe(409);
    const anchor = /href="#(m-\d+)">Review/.exec(answer.text)?.[1];
    expect(answer.text).toContain(`id="${anchor}"`);
  });
});

describe('long texts', () => {
  it('fold, the newest whole and the others as far as there is room, without script', async () => {
    const { text } = await agnes.get(`/tickets/${traces.number}`);
    expect(text).toContain('trace 6 at line 1239 ');
    expect(text).toMatch(/<details class="long-text"><summary>.*Show all, 1,240 lines/);
    expect(text).not.toContain('trace 5 at line 1239 ');
    for (let n = 1; n <= 6; n += 1) expect(text).toContain(`trace ${n} at line 0 `);
    expect(text.match(/Show all, 6\d KiB/g)).toHaveLength(5);
  });

  it('stand whole and open where their link leads', async () => {
    const { text } = await agnes.get(`/tickets/${traces.number}`);
    const link = /href="([^"]+)">Show all, 6\d KiB/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(link).toBe(`/tickets/${traces.number}?at=2#m-2`);
    const there = (await agnes.get(link.replace(/#.*/, ''))).text;
    expect(there).toContain('trace 1 at line 1239 ');
    expect(there.match(/<details class="long-text" open>/g)).toHaveLength(1);
  });
});

describe('the history page', () => {
  it('holds every entry once, the newest first, fifty to a page', async () => {
    const pages: number[][] = [];
    for (let next: string | null = `${path()}/history`; next !== null;) {
      const { text } = await agnes.get(next);
      pages.push([...text.matchAll(/<li id="h-(\d+)"/g)].map(([, n]) => Number(n)));
      next = linkCalled(text, 'Older entries');
    }
    expect(pages.flat()).toEqual(from(1, ticket.sequence).toReversed());
    expect(pages.map((page) => page.length)).toEqual([50, 50, 44]);
  });

  it('says what a title was before, also where that stands on another page', async () => {
    const { text } = await agnes.get(`${path()}/history`);
    const first = [
      ...text.matchAll(
        /changed the title[\s\S]*?<del>[\s\S]*?<\/span>([^<]+)<\/del>[\s\S]*?<ins>[\s\S]*?<\/span>([^<]+)</g,
      ),
    ];
    expect(first.map(([, before, after]) => [before, after])).toEqual(
      [
        ['Title 110', 'Title 120'],
        ['Title 100', 'Title 110'],
        ['Title 90', 'Title 100'],
        ['Title 80', 'Title 90'],
        ['Title 70', 'Title 80'],
      ].slice(0, first.length),
    );
    expect(first.length).toBeGreaterThan(2);
  });

  it('is linked from the ticket, which shows the newest entries', async () => {
    const { text } = await agnes.get(path());
    expect(text).toContain(`href="${path()}/history">The whole history`);
    expect(text.match(/<li id="h-/g)).toHaveLength(20);
    expect(text).toContain('The newest 20 entries');
  });

  it.each(['history', 'mails'])('and the page of …/%s are not found for anybody else', async (part) => {
    const other = await createTenant(web.orm, { people: { olga: { agent: true } } });
    expect((await web.as(other.people.olga).get(`${path()}/${part}`)).status).toBe(404);
    expect((await web.as(tenant.people.rita).get(`${path()}/${part}`)).status).toBe(403);
    expect((await agnes.get(`${path()}/${part}?before=x&after=%00`)).status).toBe(200);
  });
});
