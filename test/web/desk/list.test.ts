import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt, wordsOf } from './desk.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.close());

type People = 'rita' | 'agnes';

async function aTenant(): Promise<TestTenant<People>> {
  return createTenant(web.orm, { people: { rita: {}, agnes: { agent: true, name: 'Agnes Agent' } } });
}

function byAgent(tenant: TestTenant<People>, ...changes: Step['changes']): Step {
  return { by: agentActor(tenant.people.agnes.userId), changes };
}

const titles = (html: string) => [...html.matchAll(/class="desk-row-title"[^>]*>([^<]*)</g)].map((match) => match[1]);

describe('My tickets', () => {
  it('are the active ones; all of them under "All"', async () => {
    const tenant = await aTenant();
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    await writeTicket(web.orm, { ...mine, title: 'Still open' });
    await writeTicket(web.orm, { ...mine, title: 'Long gone' }, [
      byAgent(tenant, { kind: 'set_status', to: 'cancelled' }),
    ]);
    const rita = web.as(tenant.people.rita);
    expect(titles((await rita.get('/desk')).text)).toEqual(['Still open']);
    expect(new Set(titles((await rita.get('/desk?view=all')).text))).toEqual(new Set(['Long gone', 'Still open']));
    expect(await wordsAt(rita, '/desk')).toContain('Open 1 All 2');
  });

  it('show those that wait for the reporter first, and say how many they are', async () => {
    const tenant = await aTenant();
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    await writeTicket(web.orm, { ...mine, title: 'Asked' }, [
      byAgent(tenant, { kind: 'comment', visibility: 'external', body: 'Which  floor,\nplease?', expectsAnswer: true }),
    ]);
    await writeTicket(web.orm, { ...mine, title: 'Newer', at: '2026-01-06T08:00:00.000Z' });
    const page = await web.as(tenant.people.rita).get('/desk');
    expect(titles(page.text)).toEqual(['Asked', 'Newer']);
    expect(wordsOf(page.text)).toContain('1 ticket is waiting for you');
    expect(wordsOf(page.text)).toContain('Agnes Agent: Which floor, please?');
  });

  it('tell nothing of internal notes: not their words, not by order, date, count or status (R3)', async () => {
    const tenant = await aTenant();
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    const note = byAgent(tenant, { kind: 'comment', visibility: 'internal', body: 'TOPSECRET' });
    await writeTicket(web.orm, { ...mine, title: 'Older', at: '2026-01-05T08:00:00.000Z' }, [
      { ...note, at: '2026-02-01T08:00:00.000Z' },
    ]);
    await writeTicket(web.orm, { ...mine, title: 'Newer', at: '2026-01-06T08:00:00.000Z' });
    const { text } = await web.as(tenant.people.rita).get('/desk');
    expect(titles(text)).toEqual(['Newer', 'Older']);
    expect(text).not.toContain('TOPSECRET');
    expect(text).not.toContain('2026-02-01');
    expect(wordsOf(text)).not.toContain('waiting for you');
    expect(wordsOf(text).match(/Received/g)).toHaveLength(2);
  });

  it('can be paged through to the end, none twice and none missing', async () => {
    const tenant = await aTenant();
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId };
    const wanted = Array.from({ length: 45 }, (_, index) => `Ticket ${index}`);
    // Several of the same instant: the id then decides, on both sides of a page's end.
    for (const [index, title] of wanted.entries()) {
      const question = byAgent(tenant, {
        kind: 'comment',
        visibility: 'external',
        body: 'Which?',
        expectsAnswer: true,
      });
      const at = `2026-01-05T08:${String(Math.floor(index / 4) + 10)}:00.000Z`;
      await writeTicket(web.orm, { ...mine, title, at }, index % 2 ? [question] : []);
    }
    const rita = web.as(tenant.people.rita);
    const found: (string | undefined)[] = [];
    let path: string | undefined = '/desk?view=all';
    for (let page = 0; path !== undefined && page < 5; page += 1) {
      const { text } = await rita.get(path);
      found.push(...titles(text));
      path = /href="([^"]*)"[^>]*rel="next"/.exec(text)?.[1]?.replace(/&amp;/g, '&');
    }
    expect(found).toHaveLength(45);
    expect(new Set(found)).toEqual(new Set(wanted));
  });

  it('forgive an address that makes no sense', async () => {
    const tenant = await aTenant();
    const page = await web.as(tenant.people.rita).get('/desk?view=whatever&after=%27;drop');
    expect(page.status).toBe(200);
    expect(wordsOf(page.text)).toContain('No tickets yet');
  });

  it('show titles and messages as text, whatever is in them', async () => {
    const tenant = await aTenant();
    const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>';
    const mine = { tenantId: tenant.id, reporterId: tenant.people.rita.userId, title: evil, description: evil };
    const ticket = await writeTicket(web.orm, mine, [
      byAgent(tenant, { kind: 'comment', visibility: 'external', body: evil }),
      byAgent(tenant, { kind: 'assign', to: tenant.people.agnes.userId }),
      byAgent(tenant, { kind: 'set_status', to: 'resolved', solution: evil }),
      byAgent(tenant, { kind: 'set_status', to: 'cancelled', reason: evil }),
    ]);
    const rita = web.as(tenant.people.rita);
    for (const path of ['/desk?view=all', `/desk/${ticket.number}`, `/desk/new?follow_up=${ticket.number}`]) {
      const { status, text } = await rita.get(path);
      expect(status).toBe(200);
      expect(text).toContain('&lt;img');
      expect(text).not.toContain('<img');
      expect(text).not.toContain('<script>');
    }
    const again = await rita.post('/desk/new', { type: evil, title: evil, description: evil });
    expect(again.text).not.toContain('<img');
  });
});
