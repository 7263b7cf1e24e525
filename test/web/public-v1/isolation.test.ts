import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedId } from '../../../src/ids.ts';
import { type ApiClient, apiClient } from '../../support/api-client.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { agentActor, type Step, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from '../agent/recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita' | 'ralf'>;
let agent: ApiClient;
let rita: ApiClient;
let ralf: ApiClient;
let stranger: ApiClient;
/** Rita's ticket, with a note and an edit of its priority since her last word. */
let ticketId: string;

const secret = 'The passphrase is swordfish';

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {}, ralf: {} } });
  const other = await createTenant(web.orm, { people: { eve: { agent: true } } });
  agent = apiClient(web, await createKeyFor(web.orm, tenant.people.agnes));
  rita = apiClient(web, await createKeyFor(web.orm, tenant.people.rita));
  ralf = apiClient(web, await createKeyFor(web.orm, tenant.people.ralf));
  stranger = apiClient(web, await createKeyFor(web.orm, other.people.eve));
  const { agnes, rita: reporter } = tenant.people;
  const by = agentActor(agnes.userId);
  const note: Step = { by, changes: [{ kind: 'comment', visibility: 'internal', body: secret }] };
  const written = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: reporter.userId, title: 'Swordfish' }, [
    { by, changes: [{ kind: 'assign', to: agnes.userId }] },
    note,
    { by, changes: [{ kind: 'comment', visibility: 'external', body: 'On our way.' }] },
    note,
    note,
  ]);
  ticketId = written.id;
});
afterAll(() => web.close());

const everywhere = (client: ApiClient, name: string) =>
  Promise.all([
    client.get(`/tickets/${name}`),
    client.get(`/tickets/${name}/comments`),
    client.get(`/tickets/${name}/events`),
    client.post(`/tickets/${name}/comments`, { body: 'Hello.' }),
  ]);

const withoutRequest = (text: string) => text.replace(/"request_id":"[^"]+"/, '"request_id":""');

describe("what is somebody else's", () => {
  it('cannot be told from what does not exist, but for the request id', async () => {
    const nowhere = '01a20f10-7e80-705a-8f73-b7f71400618e';
    for (const client of [ralf, stranger]) {
      const theirs = await everywhere(client, ticketId);
      const nothing = await everywhere(client, nowhere);
      const malformed = await everywhere(client, 'x');
      expect(theirs.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      const answers = [...theirs, ...nothing, ...malformed].map(({ text }) => withoutRequest(text));
      expect(new Set(answers).size).toBe(1);
      const headers = ({ headers: all }: (typeof theirs)[number]) =>
        [...all.keys()].filter((name) => !/^ratelimit|^date$/.test(name)).toSorted();
      expect(theirs.map(headers)).toEqual(nothing.map(headers));
    }
    expect(gateway.sent).toEqual([]);
  });

  it('by its number is not found either, and a write on it is refused alike', async () => {
    expect((await ralf.get('/tickets/TKT-000001')).status).toBe(404);
    expect((await stranger.get('/tickets/TKT-000001')).status).toBe(404);
    const patched = [
      await stranger.patch(`/tickets/${ticketId}`, { title: 'Mine' }),
      await stranger.patch('/tickets/01a20f10-7e80-705a-8f73-b7f71400618e', { title: 'Mine' }),
    ];
    expect(new Set(patched.map(({ text }) => withoutRequest(text))).size).toBe(1);
    const byReporters = [
      await ralf.patch(`/tickets/${ticketId}`, { title: 'Mine' }),
      await rita.patch(`/tickets/${ticketId}`, { title: 'Mine' }, { 'If-Match': '"1"' }),
      await ralf.patch('/tickets/01a20f10-7e80-705a-8f73-b7f71400618e', { title: 'Mine' }),
    ];
    expect(byReporters.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(new Set(byReporters.map(({ text }) => withoutRequest(text))).size).toBe(1);
    expect(gateway.sent).toEqual([]);
  });

  it('is in no list and found by no search or filter', async () => {
    const { agnes, rita: reporter } = tenant.people;
    const filters = [
      '',
      '?q=swordfish',
      `?reporter=${reporter.userId}`,
      `?assignee=${agnes.userId}`,
      '?sort=updated_at',
    ];
    for (const client of [ralf, stranger]) {
      for (const filter of filters) expect((await client.get(`/tickets${filter}`)).body.data).toEqual([]);
    }
    for (const filter of filters) expect((await rita.get(`/tickets${filter}`)).body.data).toHaveLength(1);
  });

  it('is not named by a key without a person that does not manage', async () => {
    const integration = apiClient(
      web,
      await createIntegrationKey(web.orm, tenant.id, { permissions: ['tickets:create'] }),
    );
    expect((await integration.get('/tickets')).body.data).toEqual([]);
    expect((await integration.get(`/tickets/${ticketId}`)).status).toBe(404);
  });
});

describe('who of the platform did something', () => {
  it('is told to agents, and not to the reporter', async () => {
    const { rita: reporter } = tenant.people;
    const by = { kind: 'operator', name: 'Olga of the platform' } as const;
    const { id } = await writeTicket(web.orm, { tenantId: tenant.id, reporterId: reporter.userId }, [
      { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    ]);
    expect((await agent.get(`/tickets/${id}/events`)).text).toContain('Olga');
    const { data } = (await rita.get(`/tickets/${id}/events`)).body;
    expect(data.at(-1)?.actor).toEqual({ kind: 'operator', id: 'operator', name: null, key: null });
  });
});

describe('an internal note', () => {
  it('is read by agents', async () => {
    expect((await agent.get(`/tickets/${ticketId}/comments`)).text).toContain(secret);
    expect((await agent.get(`/tickets/${ticketId}/events`)).text).toContain(secret);
  });

  it('is nowhere in what a reporter reads: neither words nor traces', async () => {
    const answers = await Promise.all([
      rita.get('/tickets'),
      rita.get(`/tickets/${ticketId}`),
      rita.get(`/tickets/${ticketId}/comments`),
      rita.get(`/tickets/${ticketId}/events`),
    ]);
    for (const { text } of answers) expect(text).not.toContain('passphrase');
    expect(answers[2]?.body.data).toMatchObject([{ body: 'On our way.', visibility: 'external' }]);
    const events = answers[3]?.body.data ?? [];
    expect(events.map(({ type }) => type)).toEqual(['created', 'assigned', 'status_changed', 'comment_added']);
    expect((await rita.get('/tickets?q=passphrase')).body.data).toEqual([]);
  });

  it("moves neither version, time of change, order nor ETag of a reporter's ticket", async () => {
    const [own, all] = [await rita.get(`/tickets/${ticketId}`), await agent.get(`/tickets/${ticketId}`)];
    expect([own.body.version, own.headers.get('ETag'), own.body.updated_at]).toEqual([
      3,
      '"3"',
      '2026-01-05T08:03:00.000Z',
    ]);
    expect([all.body.version, all.headers.get('ETag'), all.body.updated_at]).toEqual([
      6,
      '"6"',
      '2026-01-05T08:05:00.000Z',
    ]);
    const since = '/tickets?updated_since=2026-01-05T08:04:00Z';
    expect((await rita.get(since)).body.data).toEqual([]);
    expect((await agent.get(since)).body.data).toHaveLength(1);
  });

  it('cannot be found by trying which ids the events of a ticket would have', async () => {
    const { data } = (await rita.get(`/tickets/${ticketId}/events`)).body;
    const guesses = Array.from({ length: 20 }, (_, place) => derivedId('event', ticketId, String(place)));
    expect(data.filter(({ id }) => guesses.includes(id))).toEqual([]);
    expect(new Set(data.map(({ id }) => id)).size).toBe(4);
  });

  it('leaves no gap in the pages of a history', async () => {
    const seen = [];
    let cursor = '';
    do {
      const { data, next } = (await rita.get(`/tickets/${ticketId}/events?limit=1${cursor}`)).body;
      seen.push(...data);
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen).toEqual((await rita.get(`/tickets/${ticketId}/events`)).body.data);
    expect(seen).toHaveLength(4);
  });
});
