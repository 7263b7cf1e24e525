import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flags } from '../../../src/domain/licence.ts';
import { type ApiClient, apiClient } from '../../support/api-client.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

let web: TestWeb;
let tenant: TestTenant<'agnes' | 'arno' | 'rita'>;
let agent: ApiClient;

// Five tickets, filed on five days; the first was changed last.
beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, arno: { agent: true }, rita: {} } });
  agent = apiClient(web, await createKeyFor(web.orm, tenant.people.agnes));
  const { agnes, rita } = tenant.people;
  const by = agentActor(agnes.userId);
  const start: Step = { by, changes: [{ kind: 'set_status', to: 'in_progress' }] };
  const write = (day: number, more: object, steps: readonly Step[] = []) =>
    writeTicket(
      web.orm,
      { tenantId: tenant.id, reporterId: rita.userId, at: `2026-01-0${day}T08:00:00.000Z`, ...more },
      steps,
    );
  await write(1, { title: 'Fire in the kitchen' }, [{ ...start, at: '2026-02-01T08:00:00.000Z' }]);
  await write(2, { title: 'A new chair', type: 'service_request', priority: 'high', by });
  await write(3, { title: 'Fire alarm', externalRef: 'MON-7' }, [
    start,
    { by, changes: [{ kind: 'set_status', to: 'resolved', solution: 'Water.' }] },
  ]);
  await write(4, { title: 'Nothing', priority: 'urgent', by }, [
    { by, changes: [{ kind: 'set_status', to: 'cancelled', reasonCode: 'other', reason: 'No.' }] },
  ]);
  await write(5, { title: 'Access', type: 'service_request', reporterId: agnes.userId });
});
afterAll(() => web.close());

const numbersOf = async (query: string) =>
  (await agent.get(`/tickets${query}`)).body.data.map(({ number }) => Number(number.slice(-1)));

describe('GET /tickets', () => {
  it.each([
    ['', [5, 4, 3, 2, 1]],
    ['?sort=created_at', [1, 2, 3, 4, 5]],
    ['?sort=-updated_at', [1, 5, 4, 3, 2]],
    ['?sort=updated_at', [2, 3, 4, 5, 1]],
    ['?status=open', [5, 2]],
    ['?status=open,cancelled', [5, 4, 2]],
    ['?type=service_request', [5, 2]],
    ['?assignee=none', [5, 4, 2]],
    ['?assignee=nobody', [5, 4, 2]],
    ['?assignee=somebody', [3, 1]],
    ['?assignee=me', [3, 1]],
    ['?priority=urgent', [4]],
    ['?priority=high,urgent', [4, 2]],
    ['?sort=-priority', [4, 2, 1, 3, 5]],
    ['?sort=priority', [5, 3, 1, 2, 4]],
    ['?external_ref=MON-7', [3]],
    ['?external_ref=mon-7', []],
    ['?external_ref=MON-7&status=open', []],
    ['?reporter=me', [5]],
    ['?q=fire', [3, 1]],
    ['?q=TKT-000004', [4]],
    ['?q=fire%20al', [3]],
    ['?q=!!!', []],
    ['?created_since=2026-01-03T08:00:00Z', [5, 4, 3]],
    ['?created_until=2026-01-03T09:00:00%2B01:00', [2, 1]],
    ['?updated_since=2026-01-05T08:00:00Z&updated_until=2026-02-01T08:00:00Z', [5]],
    ['?created_since=0001-01-01T00:00:00Z&created_until=9999-12-31T23:59:59Z', [5, 4, 3, 2, 1]],
    ['?status=open&type=service_request&reporter=me&q=access', [5]],
    ['?asset=10000000-0000-4000-8000-000000000001', []],
  ])('%s gives %j', async (query, numbers) => {
    expect(await numbersOf(query)).toEqual(numbers);
  });

  it('filters by any person of the tenant', async () => {
    const { agnes, arno, rita } = tenant.people;
    expect(await numbersOf(`?assignee=${agnes.userId.toUpperCase()}`)).toEqual([3, 1]);
    expect(await numbersOf(`?assignee=${arno.userId}`)).toEqual([]);
    expect(await numbersOf(`?reporter=${rita.userId}`)).toEqual([4, 3, 2, 1]);
  });

  it.each(['created_at', '-created_at', 'updated_at', '-updated_at', 'priority', '-priority'])(
    'by %s goes on where a page ended, in the body and by Link',
    async (sort) => {
      const whole = await numbersOf(`?sort=${sort}`);
      const walked: number[] = [];
      let address: string | null = `${web.url}/public/v1/tickets?sort=${sort}&limit=2`;
      let pages = 0;
      while (address !== null) {
        const { body, headers } = await agent.get(address.slice(`${web.url}/public/v1`.length));
        walked.push(...body.data.map(({ number }) => Number(number.slice(-1))));
        const link = /^<([^>]+)>; rel="next"$/.exec(headers.get('Link') ?? '')?.[1] ?? null;
        expect(link === null ? null : new URL(link).searchParams.get('cursor')).toBe(body.next);
        address = link;
        pages += 1;
      }
      expect([walked, pages]).toEqual([whole, 3]);
    },
  );

  it('shows each ticket as GET /tickets/{id} does', async () => {
    for (const listed of (await agent.get('/tickets')).body.data) {
      expect((await agent.get(`/tickets/${listed.id}`)).body).toEqual(listed);
    }
  });
});

describe('GET /tickets in words', () => {
  it.each([
    ['assignee=unknown', '“unknown” is not an assignee. Choose one of me, nobody, somebody, or the id of an agent.'],
    ['reporter=none', '“none” is not a reporter. Choose me, or the id of a person.'],
    ['asset=me', '“me” is not an asset. Choose the id of an asset.'],
    ['priority=highest', '“highest” is not a priority. Choose one of low, normal, high, urgent.'],
    [
      'updated_since=2026-02-01T00:00:00Z&updated_until=2026-01-31T00:00:00Z',
      '“Changed from” (2026-02-01T00:00:00.000Z) is after “Changed until” (2026-01-31T00:00:00.000Z). Swap them, or leave one of them empty.',
    ],
  ])('says what %s should be instead', async (query, detail) => {
    expect((await agent.get(`/tickets?${query}`)).body.errors).toMatchObject([{ detail }]);
  });

  it('answers a search for three hundred pasted characters', async () => {
    const pasted = encodeURIComponent(`Fire alarm\r\n${'Fehler 0x80070005: '.repeat(15)}`);
    expect((await agent.get(`/tickets?q=${pasted}`)).body.data).toEqual([]);
    expect(await numbersOf('?q=%0D%0Afire%09alarm%00')).toEqual([3]);
  });
});

describe('GET /tickets/{id}', () => {
  it('has everything that was promised', async () => {
    const { agnes, rita } = tenant.people;
    expect((await agent.get('/tickets/TKT-000003')).body).toEqual({
      id: expect.any(String),
      number: 'TKT-000003',
      type: 'incident',
      title: 'Fire alarm',
      description: 'There is smoke.',
      status: 'resolved',
      priority: 'normal',
      channel: 'desk',
      external_ref: 'MON-7',
      reporter: { id: rita.userId, name: rita.name },
      assignee: { id: agnes.userId, name: agnes.name },
      movement: null,
      assets: [],
      solution: 'Water.',
      version: 3,
      created_at: '2026-01-03T08:00:00.000Z',
      updated_at: '2026-01-03T08:02:00.000Z',
      resolved_at: '2026-01-03T08:02:00.000Z',
      closed_at: null,
      actions: ['assign', 'give_back', 'close', 'reopen', 'cancel', 'reply', 'note', 'edit', 'change_assets'],
    });
  });

  it('is 304 for who has this version already', async () => {
    const ask = async (tags: string) => {
      const { status, text, headers } = await agent.get('/tickets/TKT-000003', { 'If-None-Match': tags });
      return [status, text === '', headers.get('ETag')];
    };
    expect(await ask('"3"')).toEqual([304, true, '"3"']);
    expect(await ask('W/"3"')).toEqual([304, true, '"3"']);
    expect(await ask('"1", "3"')).toEqual([304, true, '"3"']);
    expect(await ask('*')).toEqual([304, true, '"3"']);
    expect(await ask('"2"')).toEqual([200, false, '"3"']);
  });

  it('may be kept by its reader, to be asked for again; nothing else may be kept', async () => {
    const one = await agent.get('/tickets/TKT-000003');
    expect([one.headers.get('Cache-Control'), one.headers.get('Vary')]).toEqual(['private, no-cache', 'Authorization']);
    expect((await agent.get('/tickets')).headers.get('Cache-Control')).toBe('no-store');
    expect((await agent.get('/tickets/x')).headers.get('Cache-Control')).toBe('no-store');
  });
});

describe('GET /tickets/{id}/events', () => {
  it('tells who, when, from what to what', async () => {
    const { agnes, rita } = tenant.people;
    const { data } = (await agent.get('/tickets/TKT-000004/events')).body;
    expect(data).toMatchObject([
      {
        type: 'created',
        actor: { kind: 'user', id: agnes.userId, name: agnes.name, key: null },
        occurred_at: '2026-01-04T08:00:00.000Z',
        details: { title: 'Nothing', description: 'There is smoke.', reporter_id: rita.userId },
      },
      {
        type: 'status_changed',
        actor: { kind: 'user', id: agnes.userId, name: agnes.name, key: null },
        details: { from: 'open', to: 'cancelled', reason: 'No.', reason_code: 'other' },
      },
    ]);
    expect(new Set(data.map(({ id }) => id)).size).toBe(2);
  });

  it('has pages too', async () => {
    const whole = (await agent.get('/tickets/TKT-000003/events')).body.data;
    const first = (await agent.get('/tickets/TKT-000003/events?limit=3')).body;
    const second = (await agent.get(`/tickets/TKT-000003/events?limit=3&cursor=${first.next}`)).body;
    expect([...first.data, ...second.data]).toEqual(whole);
    expect(second.next).toBeNull();
  });
});

it('offers no assets where they are switched off', async () => {
  const { people } = await createTenant(web.orm, {
    flags: flags.filter((flag) => flag !== 'asset_integration'),
    people: { agnes: { agent: true } },
  });
  const { tenantId, userId: reporterId } = people.agnes;
  await writeTicket(web.orm, { tenantId, reporterId });
  const client = apiClient(web, await createKeyFor(web.orm, people.agnes));
  const { actions } = (await client.get('/tickets/TKT-000001')).body;
  expect(actions).toContain('edit');
  expect(actions).not.toContain('change_assets');
});
