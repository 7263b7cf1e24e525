import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Status } from '../../../src/domain/status.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { createTenant } from '../../support/people.ts';
import { agentActor, reporterActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { listed, writeCounts } from './rows.ts';

let web: TestWeb;
let world: Awaited<ReturnType<typeof makeWorld>>;

async function makeWorld() {
  const tenant = await createTenant(web.orm, {
    people: { agnes: { agent: true, name: 'Agnes Ahrens' }, bo: { agent: true }, rita: {}, paul: {} },
  });
  const { agnes, bo, rita, paul } = tenant.people;
  const byAgnes = agentActor(agnes.userId);
  const byRita = reporterActor(rita.userId);
  const start = { by: byAgnes, changes: [{ kind: 'set_status', to: 'in_progress' }] } as const;
  const file = (
    minute: number,
    more: Partial<Parameters<typeof writeTicket>[1]>,
    steps: Parameters<typeof writeTicket>[2] = [],
  ) =>
    writeTicket(
      web.orm,
      {
        tenantId: tenant.id,
        reporterId: rita.userId,
        at: `2026-01-05T08:${String(minute).padStart(2, '0')}:00.000Z`,
        ...more,
      },
      steps,
    );
  const tickets: Record<string, Ticket> = {
    open: await file(1, { title: 'Printer <script>alert(1)</script>', description: 'It <b>burns</b>.' }),
    mine: await file(2, { title: 'VPN drops', type: 'service_request' }, [
      start,
      { by: byRita, changes: [{ kind: 'comment', visibility: 'external', body: 'Public words' }] },
      { by: byAgnes, changes: [{ kind: 'comment', visibility: 'internal', body: 'Secret words' }] },
    ]),
    bos: await file(3, { title: 'Laptop', reporterId: paul.userId, by: byAgnes, priority: 'urgent' }, [
      { by: byAgnes, changes: [{ kind: 'assign', to: bo.userId }] },
      { by: byAgnes, changes: [{ kind: 'comment', visibility: 'external', body: 'Which one?', expectsAnswer: true }] },
    ]),
    givenBack: await file(4, { title: 'Badge' }, [start, { by: byAgnes, changes: [{ kind: 'assign', to: null }] }]),
    resolved: await file(5, { title: 'Monitor' }, [
      start,
      { by: byAgnes, changes: [{ kind: 'set_status', to: 'resolved' }] },
    ]),
    closed: await file(6, { title: 'Mail' }, [
      start,
      { by: byAgnes, changes: [{ kind: 'set_status', to: 'resolved' }] },
      { by: byAgnes, changes: [{ kind: 'set_status', to: 'closed' }] },
    ]),
    cancelled: await file(7, { title: 'Phone' }, [{ by: byAgnes, changes: [{ kind: 'set_status', to: 'cancelled' }] }]),
  };
  await writeCounts(web.orm, tenant.id);
  return { tenant, people: tenant.people, tickets, agnes: web.as(agnes), rita: web.as(rita) };
}

beforeAll(async () => {
  web = await startTestWeb();
  world = await makeWorld();
});
afterAll(() => web.close());

const numbers = (...names: string[]) => names.map((name) => world.tickets[name]?.number ?? name).toSorted();
const list = async (path: string) => listed((await world.agnes.get(path)).text).toSorted();

describe('the queue', () => {
  it('is for agents only, and only while the agent portal is on', async () => {
    expect((await web.nobody().get('/tickets')).location).toBe('/sign-in?next=%2Ftickets');
    expect((await world.rita.get('/tickets')).status).toBe(403);
    const without = await createTenant(web.orm, { flags: ['end_user_portal'], people: { agnes: { agent: true } } });
    expect((await web.as(without.people.agnes).get('/tickets')).status).toBe(404);
  });

  it('never shows another tenant’s tickets, counts or people', async () => {
    const other = await createTenant(web.orm, { people: { olga: { agent: true } } });
    const page = await web.as(other.people.olga).get('/tickets?view=all');
    expect(listed(page.text)).toEqual([]);
    expect(page.text).toContain('There are no tickets yet');
    expect(page.text).not.toContain('Agnes Ahrens');
    const { agnes, rita } = world.people;
    expect((await web.as(other.people.olga).get(`/tickets?assignee=${agnes.userId}`)).text).not.toContain(
      'Agnes Ahrens',
    );
    expect((await web.as(other.people.olga).get(`/tickets?reporter=${encodeURIComponent(rita.email)}`)).status).toBe(
      422,
    );
  });

  it('has views that each hold what their name says, with exact counts', async () => {
    expect(await list('/tickets')).toEqual(numbers('open', 'mine', 'bos', 'givenBack', 'resolved'));
    expect(await list('/tickets?view=mine')).toEqual(numbers('mine', 'resolved'));
    expect(await list('/tickets?view=unassigned')).toEqual(numbers('open', 'givenBack'));
    expect(await list('/tickets?view=open')).toEqual(numbers('open'));
    expect(await list('/tickets?view=in_progress')).toEqual(numbers('mine', 'bos', 'givenBack'));
    expect(await list('/tickets?view=waiting')).toEqual(numbers('open', 'mine', 'givenBack'));
    expect(await list('/tickets?view=resolved')).toEqual(numbers('resolved'));
    expect(await list('/tickets?view=closed')).toEqual(numbers('closed'));
    expect(await list('/tickets?view=cancelled')).toEqual(numbers('cancelled'));
    expect(await list('/tickets?view=all')).toEqual(
      Object.values(world.tickets)
        .map(({ number }) => number)
        .toSorted(),
    );
    const page = await world.agnes.get('/tickets');
    const counts = [...page.text.matchAll(/>([^<]+?) <span class="count">([^<]+)</g)].map(
      ([, label, count]) => `${label} ${count}`,
    );
    expect(counts).toEqual([
      'Mine 2',
      'Unassigned 2',
      'All active 5',
      'Open 1',
      'In progress 3',
      'Waiting for us 3',
      'Resolved 1',
      'Closed 1',
      'Cancelled 1',
      'All 7',
    ]);
  });

  it('filters by what its address says, and shows each filter as a chip that takes it off', async () => {
    const { people } = world;
    expect(await list('/tickets?view=all&status=open&status=closed')).toEqual(numbers('open', 'closed'));
    expect(await list('/tickets?view=all&type=service_request')).toEqual(numbers('mine'));
    expect(await list('/tickets?view=all&priority=urgent')).toEqual(numbers('bos'));
    expect(await list('/tickets?assignee=me')).toEqual(numbers('mine', 'resolved'));
    expect(await list('/tickets?assignee=nobody')).toEqual(numbers('open', 'givenBack'));
    expect(await list(`/tickets?assignee=${people.bo.userId}`)).toEqual(numbers('bos'));
    expect(await list(`/tickets?reporter=${people.paul.userId}`)).toEqual(numbers('bos'));
    expect(await list('/tickets?q=vpn+dro')).toEqual(numbers('mine'));
    expect(await list(`/tickets?view=all&q=${world.tickets.closed?.number}`)).toEqual(numbers('closed'));
    expect(await list('/tickets?view=all&created_since=2026-01-05&created_until=2026-01-05')).toHaveLength(7);
    expect(await list('/tickets?view=all&updated_since=2026-01-06')).toEqual([]);
    expect(await list('/tickets?view=all&created_until=2026-01-05T08:02:00Z')).toEqual(numbers('open'));
    const page = await world.agnes.get('/tickets?status=open&priority=normal');
    expect(page.text).toContain('<a class="chip" href="/tickets?priority=normal">');
    expect(page.text).toContain('Status: Open');
  });

  it('sorts by last change, by creation, by priority and by who waits longest', async () => {
    const order = async (sort: string) => listed((await world.agnes.get(`/tickets?sort=${sort}`)).text);
    const of = (...names: string[]) => names.map((name) => world.tickets[name]?.number);
    expect(await order('-created_at')).toEqual(of('resolved', 'givenBack', 'bos', 'mine', 'open'));
    // The most urgent first, and among equals whoever has been there longest.
    expect(await order('-priority')).toEqual(of('bos', 'open', 'mine', 'givenBack', 'resolved'));
    expect(await order('priority')).toEqual(of('bos', 'open', 'mine', 'givenBack', 'resolved').toReversed());
    expect(await order('waiting_since')).toEqual(of('open', 'mine', 'givenBack', 'bos', 'resolved'));
    expect((await order('-updated_at'))[0]).toBe(world.tickets.resolved?.number);
  });

  it('shows the newest public words of a ticket and no internal note (R3), and escapes what people write', async () => {
    const { text } = await world.agnes.get('/tickets');
    expect(text).toContain('Public words');
    expect(text).not.toContain('Secret words');
    expect(text).toContain('Printer &lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain('It &lt;b&gt;burns&lt;/b&gt;.');
    const wrong = await world.agnes.get('/tickets?q=%22%3E%3Cimg+src%3Dx%3E&status=%3Cscript%3E');
    expect(wrong.text).not.toMatch(/<img src|<script>/);
  });

  it('shows a ticket bold until its page was opened, and again after something has happened', async () => {
    const { bo } = world.people;
    const browser = web.as(bo);
    const unread = async () =>
      [...(await browser.get('/tickets')).text.matchAll(/class="unread"[\s\S]*?t-number">([^<]+)/g)].map(
        (match) => match[1],
      );
    const number = world.tickets.open?.number ?? '';
    expect(await unread()).toContain(number);
    await browser.get(`/tickets/${number}`);
    expect(await unread()).not.toContain(number);
    expect(await unread()).toContain(world.tickets.mine?.number);
  });

  it('answers an address that makes no sense with a message beside each field', async () => {
    const page = await world.agnes.get(
      '/tickets?status=foo&created_since=2026-02-31&assignee=%27&sort=x&view=y&after=z&reporter=nobody',
    );
    expect(page.status).toBe(422);
    expect(page.text).toContain('<title>Error: ');
    expect(page.text).toContain('“foo” is not a status');
    expect(page.text).toContain('href="#created_since"');
    expect(page.text).toContain('There is no such view');
    expect(listed(page.text)).toEqual([]);
    for (const path of [`q=${'x'.repeat(1001)}`, 'after=9_9', 'before=99999999999999_zz', 'reporter=%00@x.y']) {
      expect((await world.agnes.get(`/tickets?${path}`)).status).toBe(422);
    }
    expect((await world.agnes.get('/tickets?after=99999999999999_00000000-0000-4000-8000-000000000000')).status).toBe(
      200,
    );
    expect((await world.agnes.get('/tickets?q=%25%26!')).status).toBe(200);
    expect((await world.agnes.get('/tickets?unheard_of=1')).status).toBe(200);
  });

  it('keeps its address free of the empty fields of the filter form', async () => {
    const page = await world.agnes.get('/tickets?q=&status=open&assignee=&created_since=');
    expect([page.status, page.location]).toEqual([303, '/tickets?status=open']);
  });

  it('keeps the id of a reporter whose e-mail address was typed in, and shows the address again', async () => {
    const { paul, rita } = world.people;
    const typed = await world.agnes.get(`/tickets?view=all&reporter=+${encodeURIComponent(paul.email.toUpperCase())}+`);
    expect([typed.status, typed.location]).toEqual([303, `/tickets?view=all&reporter=${paul.userId}`]);
    const { text } = await world.agnes.get(typed.location ?? '');
    expect(listed(text)).toEqual(numbers('bos'));
    expect(text).toContain(`value="${paul.email}"`);
    expect(text).toContain(`Reporter: ${paul.name}`);
    const wrong = await world.agnes.get(`/tickets?reporter=${encodeURIComponent(rita.email)}&created_since=soon`);
    expect([wrong.status, wrong.text.includes(`value="${rita.email}"`)]).toEqual([422, true]);
    for (const [address, words] of [
      ['nobody@nowhere.test', 'Nobody has this e-mail address'],
      ['rita', 'Enter the reporter’s whole e-mail address'],
    ]) {
      const page = await world.agnes.get(`/tickets?reporter=${address}`);
      expect([page.status, page.text.includes(words ?? '')]).toEqual([422, true]);
      expect(page.text).toContain(`value="${address}"`);
    }
  });

  it('says what it wants instead, and keeps what was typed', async () => {
    const page = await world.agnes.get('/tickets?assignee=unknown&created_since=2026-02-01&created_until=2026-01-31');
    expect(page.status).toBe(422);
    expect(page.text).toContain(
      '“unknown” is not an assignee. Choose one of me, nobody, somebody, or the id of an agent.',
    );
    expect(page.text).toContain('“Created from” (2026-02-01) is after “Created until” (2026-01-31).');
    expect(page.text).toContain('name="created_since" type="date" value="2026-02-01"');
    expect(page.text).toContain('name="created_until" type="date" value="2026-01-31"');
    expect(page.text).not.toContain('Invalid UUID');
  });

  it('answers a search for three hundred pasted characters, with their line breaks', async () => {
    const pasted = `VPN drops\r\n${'Fehler 0x80070005: '.repeat(15)}`;
    const page = await world.agnes.get(`/tickets?q=${encodeURIComponent(pasted)}`);
    expect([page.status, page.text.includes('No tickets match')]).toEqual([200, true]);
    expect(await list(`/tickets?q=${encodeURIComponent('VPN\r\n\tdrops\u0000')}`)).toEqual(numbers('mine'));
    // A list whose address is long is not carried to every row.
    expect(Buffer.byteLength((await world.agnes.get(`/tickets?view=all&q=${'ü'.repeat(1000)}`)).text)).toBeLessThan(
      60_000,
    );
  });

  it('says what to do next where a list is empty', async () => {
    expect((await world.agnes.get('/tickets?q=unheard')).text).toContain('href="/tickets?view=all&amp;q=unheard"');
    expect((await world.agnes.get('/tickets?status=closed')).text).toContain('Remove all filters');
  });

  it('offers a new ticket only to who may create one', async () => {
    const tenant = await createTenant(web.orm, {
      everyone: [],
      people: { agnes: { permissions: ['tickets:manage'] } },
    });
    const browser = web.as(tenant.people.agnes);
    expect((await browser.get('/tickets?view=all')).text).not.toContain('/tickets/new');
    expect((await browser.get('/tickets/new')).status).toBe(403);
  });

  it('says what the reporter says in place of the status: still broken, no longer needed (R7)', async () => {
    const tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
    const { agnes, rita } = tenant.people;
    const [byAgnes, byRita] = [agentActor(agnes.userId), reporterActor(rita.userId)];
    const file = (title: string, ...steps: Step[]) =>
      writeTicket(web.orm, { tenantId: tenant.id, reporterId: rita.userId, title }, steps);
    const withdraw: Step = { by: byRita, changes: [{ kind: 'request_withdrawal' }] };
    const move = (...states: Status[]): Step[] =>
      states.map((to) => ({ by: byAgnes, changes: [{ kind: 'set_status', to }] }));
    const answer = (said: 'solved' | 'still_broken'): Step => ({
      by: byRita,
      changes: [{ kind: 'answer_resolution', answer: said, body: 'x' }],
    });
    await file('broken', ...move('in_progress', 'resolved'), answer('still_broken'));
    await file('reopened', ...move('in_progress', 'resolved'), answer('still_broken'), ...move('in_progress'));
    await file('solved', ...move('in_progress', 'resolved'), answer('solved'));
    await file('unneeded', withdraw);
    await file('unneeded at work', ...move('in_progress'), withdraw);
    await file('unneeded, solved', withdraw, ...move('in_progress', 'resolved'));
    await file('cancelled', withdraw, ...move('cancelled'));
    const row =
      /<td class="t-title"><a[^>]*>(?:<span[^]*?<\/span>)?([^<]*)<[^]*?status status-(\w+)"><span[^>]*><\/span>([^<]*)/g;
    const said = async (language: string) => {
      const { text } = await web.as(agnes).get('/tickets?view=all', { 'Accept-Language': language });
      return Object.fromEntries([...text.matchAll(row)].map(([, title, kind, words]) => [title, `${kind}: ${words}`]));
    };
    expect(await said('en')).toEqual({
      broken: 'still_broken: Still broken',
      reopened: 'in_progress: In progress',
      solved: 'resolved: Resolved',
      unneeded: 'no_longer_needed: No longer needed',
      'unneeded at work': 'no_longer_needed: No longer needed',
      'unneeded, solved': 'resolved: Resolved',
      cancelled: 'cancelled: Cancelled',
    });
    expect(await said('de')).toMatchObject({
      broken: 'still_broken: Noch nicht gelöst',
      unneeded: 'no_longer_needed: Nicht mehr benötigt',
    });
  });
});
