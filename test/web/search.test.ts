import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../src/db/in-tenant.ts';
import { changeItsmSettings, readItsmSettings } from '../../src/settings/itsm-settings.ts';
import { type ApiClient, apiClient } from '../support/api-client.ts';
import { createIntegrationKey, createKeyFor } from '../support/api-keys.ts';
import type { Browser } from '../support/browser.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { agentActor, type Step, writeTicket } from '../support/rows.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { listed } from './agent/rows.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita' | 'ralf'>;
let agnes: Browser;
let rita: Browser;
let ralf: Browser;
let stranger: Browser;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, name: 'Agnes Ahrens' }, rita: { name: 'Rita Jürgens' }, ralf: {} },
  });
  const other = await createTenant(web.orm, { people: { eve: { agent: true } } });
  agnes = web.as(tenant.people.agnes);
  rita = web.as(tenant.people.rita);
  ralf = web.as(tenant.people.ralf);
  stranger = web.as(other.people.eve);
  const by = agentActor(tenant.people.agnes.userId);
  const says = (visibility: 'internal' | 'external', body: string): Step => ({
    by,
    changes: [{ kind: 'comment', visibility, body }],
  });
  const reporterId = tenant.people.rita.userId;
  const mine = { tenantId: tenant.id, reporterId };
  await writeTicket(web.orm, { ...mine, number: 'OLD-000015', title: 'Fußball <b>TV</b> & Beamer' }, [
    says('internal', 'The password is Schwertfisch. Tell nobody.'),
  ]);
  await writeTicket(
    web.orm,
    { ...mine, number: 'TKT-000016', title: 'Something else', description: 'A broken beamer.' },
    [{ by, changes: [{ kind: 'set_status', to: 'cancelled' }] }],
  );
  await writeTicket(web.orm, { ...mine, number: 'TKT-000017', title: 'Third' }, [
    says('external', 'Nothing here.\nWe exchanged the beamer, the beamers of all rooms. Good bye.'),
  ]);
  await inTenant(web.orm, tenant.id, async (em) => {
    // OLD is a prefix of the past.
    const seen = await readItsmSettings(em, tenant.id);
    const byId = tenant.people.agnes.userId;
    await changeItsmSettings(em, tenant.id, { wanted: { ...seen, ticketPrefix: 'OLD' }, seen, by: byId });
    const old = await readItsmSettings(em, tenant.id);
    await changeItsmSettings(em, tenant.id, { wanted: { ...old, ticketPrefix: 'TKT' }, seen: old, by: byId });
  });
});
afterAll(() => web.close());

const numbersIn = (html: string) => [...html.matchAll(/class="number">([^<]*)</g)].map(([, number]) => number);
const deskNumbers = async (browser: Browser, q: string) =>
  numbersIn((await browser.get(`/desk?q=${encodeURIComponent(q)}`)).text);
const results = async (q: string, browser = agnes) =>
  numbersIn((await browser.get(`/search?q=${encodeURIComponent(q)}`)).text);

describe('the page of results', () => {
  it('has titles first, then descriptions, then messages, each with its sentence and the words marked', async () => {
    const { text, status } = await agnes.get('/search?q=BEAMER');
    expect(status).toBe(200);
    expect(numbersIn(text)).toEqual(['OLD-000015', 'TKT-000016', 'TKT-000017']);
    expect(text).toContain('Fußball &lt;b&gt;TV&lt;/b&gt; &amp; <mark>Beamer</mark>');
    expect(text).toContain('A broken <mark>beamer</mark>.');
    expect(text).toContain('We exchanged the <mark>beamer</mark>, the <mark>beamers</mark> of all rooms.');
    expect(text).not.toContain('Nothing here.');
    expect(text).toContain('href="/tickets?view=all&amp;q=BEAMER"');
  });

  it('marks notes as internal', async () => {
    const { text } = await agnes.get('/search?q=schwert');
    expect(text).toMatch(/result-note">Internal note<\/span>\s*<bdi>The password is <mark>Schwertfisch<\/mark>\./);
  });

  it('has the ticket first whose number was typed, in any spelling', async () => {
    for (const q of ['15', '#15', 'OLD-15', 'old000015', 'TKT-15']) expect(await results(q)).toEqual(['OLD-000015']);
  });

  it('says so when nothing is found, and answers whatever was typed', async () => {
    for (const q of ['nowhere', '%', "'; drop table ticket", '<script>', '"', '\\', '😀', 'x'.repeat(5000)]) {
      const { text, status } = await agnes.get(`/search?q=${encodeURIComponent(q)}`);
      expect([status, text.includes('No ticket has all these words'), text.includes('<script>')]).toEqual([
        200,
        true,
        false,
      ]);
    }
    expect((await agnes.get('/search')).status).toBe(200);
    expect((await agnes.get('/search?q=M%FCller')).status).toBe(400);
  });

  it('suggests the best few while one types', async () => {
    const { text, headers } = await agnes.get('/search/suggestions?q=beam');
    expect(headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(text)).toMatchObject([
      {
        number: 'OLD-000015',
        href: '/tickets/OLD-000015',
        title: [{ marked: false }, { text: 'Beamer', marked: true }],
      },
      { number: 'TKT-000016' },
      { number: 'TKT-000017' },
    ]);
    expect(JSON.parse((await agnes.get('/search/suggestions?q=')).text)).toEqual([]);
  });
});

describe('a ticket’s address', () => {
  it.each(['15', 'OLD-15', 'old-000015', 'TKT-15', 'TKT-000015'])('leads on to its number: %s', async (name) => {
    expect(await agnes.get(`/tickets/${name}`)).toMatchObject({ status: 303, location: '/tickets/OLD-000015' });
    expect(await rita.get(`/desk/${name}`)).toMatchObject({ status: 303, location: '/desk/OLD-000015' });
  });

  it.each(['99', 'ABC-15', 'ABC-000015', 'TKT-000099', 'x', '0', '-15', '15x', '9'.repeat(30)])(
    'is not found where there is no such ticket: %s',
    async (name) => {
      expect((await agnes.get(`/tickets/${name}`)).status).toBe(404);
      expect((await rita.get(`/desk/${name}`)).status).toBe(404);
    },
  );

  it('is not found by others', async () => {
    expect((await ralf.get('/desk/15')).status).toBe(404);
    expect((await ralf.get('/desk/OLD-15')).status).toBe(404);
    expect((await stranger.get('/tickets/15')).status).toBe(404);
  });
});

describe('a search at the desk', () => {
  it('finds the reporter’s own tickets, finished ones too, by what they may see', async () => {
    expect(new Set(await deskNumbers(rita, 'beamer'))).toEqual(new Set(['OLD-000015', 'TKT-000016', 'TKT-000017']));
    expect(await deskNumbers(rita, 'fussball')).toEqual(['OLD-000015']);
    expect(await deskNumbers(rita, 'jurgens third')).toEqual(['TKT-000017']);
    expect(numbersIn((await rita.get('/desk?view=open&q=broken')).text)).toEqual([]);
    expect((await rita.get('/desk?q=nowhere')).text).toContain('No ticket of yours has all these words');
  });

  it('finds no internal word, and nothing of others', async () => {
    for (const q of ['schwertfisch', 'schwert', 'password', 'beamer schwertfisch']) {
      expect(await deskNumbers(rita, q)).toEqual([]);
    }
    for (const q of ['beamer', '15', 'OLD-000015']) expect(await deskNumbers(ralf, q)).toEqual([]);
  });
});

describe('the other ways', () => {
  it('reveal nothing to another tenant', async () => {
    for (const q of ['beamer', 'schwertfisch', '15', 'rita']) {
      expect(await results(q, stranger)).toEqual([]);
      expect(JSON.parse((await stranger.get(`/search/suggestions?q=${q}`)).text)).toEqual([]);
      expect((await stranger.get(`/tickets?view=all&q=${q}`)).text).not.toMatch(/(OLD|TKT)-0000/);
    }
  });

  it('find by the API what the caller may see, no more', async () => {
    const found = async (client: ApiClient, q: string): Promise<unknown[]> => {
      const { status, body } = await client.get(`/tickets?q=${encodeURIComponent(q)}`);
      expect(status).toBe(200);
      return (body as { data: { number: string }[] }).data.map(({ number }) => number).toSorted();
    };
    const agent = apiClient(web, await createKeyFor(web.orm, tenant.people.agnes));
    const all = ['OLD-000015', 'TKT-000016', 'TKT-000017'];
    expect(await found(agent, 'beamer')).toEqual(all);
    expect(await found(agent, 'schwertfisch')).toEqual(['OLD-000015']);
    expect(await found(agent, '#15')).toEqual(['OLD-000015']);
    const ritas = apiClient(web, await createKeyFor(web.orm, tenant.people.rita));
    expect(await found(ritas, 'beamer')).toEqual(all);
    const ralfs = apiClient(web, await createKeyFor(web.orm, tenant.people.ralf));
    const powerless = apiClient(
      web,
      await createIntegrationKey(web.orm, tenant.id, { permissions: ['tickets:create'] }),
    );
    for (const client of [ritas, ralfs, powerless]) expect(await found(client, 'schwertfisch')).toEqual([]);
    for (const client of [ralfs, powerless]) expect(await found(client, 'beamer')).toEqual([]);
    expect((await agent.get('/tickets?q=M%FCller')).status).toBe(400);
  });

  it('filter the queue by the same words, together with everything else', async () => {
    const queue = async (search: string) => listed((await agnes.get(`/tickets?${search}`)).text).toSorted();
    expect(await queue('q=beamer')).toEqual(['OLD-000015', 'TKT-000017']);
    expect(await queue('view=all&q=juergens+beamer')).toHaveLength(3);
    expect(await queue('view=closed&q=beamer')).toEqual([]);
    expect(await queue('view=all&status=cancelled&q=beamer')).toEqual(['TKT-000016']);
    expect(await queue('view=all&q=15')).toEqual(['OLD-000015']);
  });

  it('are offered in the head of every page: all tickets to agents, their own to reporters', async () => {
    expect((await agnes.get('/tickets/OLD-000015')).text).toContain('action="/search" role="search"');
    expect((await rita.get('/desk')).text).toContain('action="/desk" role="search"');
    expect((await web.nobody().get('/sign-in')).text).not.toContain('head-search');
  });
});
