import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { type ApiClient, apiClient, type ApiReply } from '../../support/api-client.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { createTenant } from '../../support/people.ts';
import { writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { recordingGateway } from '../agent/recording-gateway.ts';

const gateway = recordingGateway();
let web: TestWeb;
let agent: ApiClient;
let key: { key: string };

beforeAll(async () => {
  web = await startTestWeb({ tickets: gateway.tickets });
  const { people } = await createTenant(web.orm, { people: { agnes: { agent: true } } });
  const { tenantId, userId: reporterId } = people.agnes;
  await writeTicket(web.orm, { tenantId, reporterId, number: 'TKT-000001' });
  key = await createKeyFor(web.orm, people.agnes);
  agent = apiClient(web, key);
});
beforeEach(() => gateway.forget());
afterAll(() => web.close());

const json = { 'Content-Type': 'application/json' };
const fire = { type: 'incident', title: 'The printer is on fire', description: 'There is smoke.' };
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  agent.send('POST', '/tickets', { body, headers });

const told = ({ status, body }: ApiReply) => [status, body.code, ...(body.errors ?? [])];

describe('a body', () => {
  it.each([
    ['of a form', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ['without a type', JSON.stringify(fire), { 'Content-Type': '' }],
    ['of a kind of JSON', JSON.stringify(fire), { 'Content-Type': 'application/merge-patch+json' }],
    ['in another encoding', JSON.stringify(fire), { 'Content-Type': 'application/json; charset=latin1' }],
    ['that is compressed', new Uint8Array(gzipSync(JSON.stringify(fire))), { ...json, 'Content-Encoding': 'gzip' }],
  ])('%s is 415', async (_, body, headers) => {
    const answer = await post(body, headers);
    expect(told(answer)).toEqual([415, 'unsupported_media_type']);
    expect(answer.headers.get('Accept')).toBe('application/json');
  });

  it('of more than 256 KiB is 413, announced or not', async () => {
    const large = JSON.stringify({ ...fire, description: 'x'.repeat(256 * 1024) });
    expect(told(await post(large))).toEqual([413, 'too_large']);
    const stream = new Blob([large]).stream();
    const streamed = await fetch(`${web.url}/public/v1/tickets`, {
      method: 'POST',
      headers: { ...json, Authorization: `Bearer ${key.key}` },
      body: stream,
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
  });

  it.each([
    ['nothing', ''],
    ['half an object', '{"title":"x"'],
    ['no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['a trailing comma', '{"title":"x",}'],
  ])('that is %s is 400, and is not quoted', async (_, body) => {
    const answer = await post(body);
    expect(told(answer)).toEqual([400, 'malformed_json']);
    expect(answer.body.detail).not.toContain('title');
  });

  it('with a field that stands twice is 400, wherever it is', async () => {
    expect(told(await post('{"title":"a","type":"incident","title":"b"}'))).toEqual([
      400,
      'repeated_field',
      { pointer: '/title', detail: 'This field occurs twice in its object.' },
    ]);
    expect(told(await post('{"a":[{},{"b~/":1,"\\u0062~/":2}]}'))[2]).toMatchObject({ pointer: '/a/1/b~0~1' });
  });

  it.each([['[]'], ['null'], ['"text"'], ['1']])('%s is no object: 422', async (body) => {
    expect(told(await post(body))).toMatchObject([422, 'malformed', { pointer: '' }]);
  });

  it('is told of every field at fault at once, by JSON pointers', async () => {
    const answer = await post(JSON.stringify({ title: ' ', description: 7, colour: 'red', 'a/b': 1 }));
    expect(told(answer)).toEqual([
      422,
      'unknown_field',
      { pointer: '/colour', detail: 'There is no such field.' },
      { pointer: '/a~1b', detail: 'There is no such field.' },
      { pointer: '/type', detail: 'This is required.' },
      { pointer: '/title', detail: 'Enter a title.' },
      { pointer: '/description', detail: 'Invalid input: expected string, received number' },
    ]);
  });

  it('is told of a hundred faults when it has ten thousand', async () => {
    const fields = Object.fromEntries(Array.from({ length: 10_000 }, (_, place) => [`f${place}`, 1]));
    const [status, code, ...parts] = told(await post(JSON.stringify(fields)));
    expect([status, code, parts.length]).toEqual([422, 'unknown_field', 100]);
  });

  it('cannot reach what is not its own', async () => {
    for (const name of ['__proto__', 'constructor', 'tenant_id', 'channel', 'status', 'number', 'id']) {
      const answer = await post(`{"type":"incident","title":"x","description":"y",${JSON.stringify(name)}:"z"}`);
      expect(told(answer)).toMatchObject([422, 'unknown_field', { pointer: `/${name}` }]);
    }
    expect(gateway.created).toEqual([]);
  });

  it.each([
    ['title', 'x'.repeat(201), /201 characters; at most 200/],
    ['title', '\u200b', /Enter a title/],
    ['title', 'a\u0000b', /^Line 1, column 2: the character U\+0000 cannot be stored/],
    ['title', '\ud800', /cannot be stored/],
    ['description', 'It is\ndon\u0092t', /^Line 2, column 4: the character U\+0092 cannot be stored/],
    ['description', 'ä'.repeat(33_000), /66,000 bytes; at most 65,536/],
    ['description', '\n\t ', /Describe what happened/],
    ['external_ref', 'two\nlines', /one line/],
    ['external_ref', 'x'.repeat(101), /1 to 100 characters/],
    ['reporter_email', 'nobody', /email/],
    ['asset_ids', ['x'], /^Send the id of an asset\.$/],
    ['movement_id', 'x', /^Send the id of a movement, or null\.$/],
  ])('has a %s within limits', async (field, value, detail) => {
    const answer = await post(JSON.stringify({ ...fire, [field]: value }));
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.[0]?.detail).toMatch(detail);
    expect(JSON.stringify(answer.body.errors?.[0])).toContain(`"/${field}`);
    expect(gateway.created).toEqual([]);
  });

  it('says that an assignee is an id, too', async () => {
    const { status, body } = await agent.patch('/tickets/TKT-000001', { assignee_id: 'me' });
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/assignee_id', detail: 'Send the id of an agent, or null.' }],
    ]);
  });

  it.each(['title', 'description', 'external_ref'])(
    'with a control character at the end of a long %s is refused without ado',
    async (field) => {
      const long = { [field]: `${'a'.repeat(250_000)}\u0000` };
      const { status, body } = await agent.post('/tickets', { ...fire, ...long });
      expect([status, body.errors?.[0]]).toMatchObject([422, { pointer: `/${field}` }]);
    },
    // Tried from each of its places, such a text would take a minute.
    10_000,
  );

  it('counts characters, not their halves: 200 of any kind are a title', async () => {
    await post(JSON.stringify({ ...fire, title: '🔥'.repeat(200) }));
    expect(gateway.created.map(({ title }) => title)).toEqual(['🔥'.repeat(200)]);
  });

  it('of a change names at least one, and puts words to the status that they go with', async () => {
    const patch = async (body: object) => told(await agent.patch('/tickets/TKT-000001', body));
    expect(await patch({})).toEqual([422, 'malformed', { pointer: '', detail: 'Name at least one field to change.' }]);
    expect(await patch({ solution: 'x' })).toMatchObject([422, 'malformed', { pointer: '/solution' }]);
    expect(await patch({ status: 'closed', reason: 'x' })).toMatchObject([422, 'malformed', { pointer: '/reason' }]);
    expect(await patch({ status: 'in_progress', reason_code: 'other' })).toMatchObject([
      422,
      'malformed',
      { pointer: '/reason_code' },
    ]);
    expect(await patch({ reporter_email: 'a@b.test' })).toMatchObject([
      422,
      'unknown_field',
      { pointer: '/reporter_email' },
    ]);
    expect(gateway.sent).toEqual([]);
  });
});

describe('a query', () => {
  it.each([
    ['?colour=red', 'unknown_parameter', 'colour'],
    ['?api_key=x', 'unknown_parameter', 'api_key'],
    ['?limit=5&limit=6', 'repeated_parameter', 'limit'],
    ['?limit=0', 'invalid_parameter', 'limit'],
    ['?limit=101', 'invalid_parameter', 'limit'],
    ['?limit=1e1', 'invalid_parameter', 'limit'],
    ['?limit=', 'invalid_parameter', 'limit'],
    ['?status=open,gone', 'invalid_parameter', 'status'],
    ['?status=', 'invalid_parameter', 'status'],
    ['?assignee=unknown', 'invalid_parameter', 'assignee'],
    ['?priority=highest', 'invalid_parameter', 'priority'],
    ['?external_ref=', 'invalid_parameter', 'external_ref'],
    [`?external_ref=${'x'.repeat(101)}`, 'invalid_parameter', 'external_ref'],
    ['?created_since=2026-02-01T00:00:00Z&created_until=2026-01-31T00:00:00Z', 'invalid_parameter', 'created_since'],
    ['?q=M%FCller', 'invalid_parameter', 'q'],
    ['?view=mine', 'unknown_parameter', 'view'],
    ['?reporter=none', 'invalid_parameter', 'reporter'],
    ['?asset=me', 'invalid_parameter', 'asset'],
    ['?created_since=yesterday', 'invalid_parameter', 'created_since'],
    ['?created_since=2026-01-05', 'invalid_parameter', 'created_since'],
    ['?updated_until=2026-02-30T00:00:00Z', 'invalid_parameter', 'updated_until'],
    ['?updated_since=0001-01-01T00:00:00%2B10:00', 'invalid_parameter', 'updated_since'],
    ['?q=', 'invalid_parameter', 'q'],
    ['?q=%00', 'invalid_parameter', 'q'],
    ['?sort=title', 'invalid_parameter', 'sort'],
    ['?cursor=eyJ9', 'invalid_parameter', 'cursor'],
    ['?cursor=%20', 'invalid_parameter', 'cursor'],
  ])('%s is 400', async (query, code, parameter) => {
    expect(told(await agent.get(`/tickets${query}`))).toMatchObject([400, code, { parameter }]);
  });

  it('belongs to lists alone', async () => {
    expect(told(await agent.get('/tickets/TKT-000001?limit=5'))).toMatchObject([400, 'unknown_parameter', {}]);
    expect(told(await agent.get('/tickets/TKT-000001/events?cursor=W10'))).toMatchObject([
      400,
      'invalid_parameter',
      {},
    ]);
  });

  /** A client of a tenant that has three tickets. */
  async function ofThreeTickets(): Promise<ApiClient> {
    const { people } = await createTenant(web.orm, { people: { agnes: { agent: true } } });
    const { tenantId, userId: reporterId } = people.agnes;
    for (let n = 0; n < 3; n += 1) await writeTicket(web.orm, { tenantId, reporterId });
    return apiClient(web, await createKeyFor(web.orm, people.agnes));
  }

  it('takes no cursor with an instant that is not of ours', async () => {
    const client = await ofThreeTickets();
    const { next } = (await client.get('/tickets?limit=1')).body;
    const [list, keys, id] = JSON.parse(Buffer.from(next ?? '', 'base64url').toString());
    for (const at of [[], [...keys, 1], [Date.parse('0000-01-01T00:00:00Z')], [9e15], [1.5], ['1'], [null], 'today']) {
      const forged = Buffer.from(JSON.stringify([list, at, id])).toString('base64url');
      expect((await client.get(`/tickets?limit=1&cursor=${forged}`)).status).toBe(400);
    }
  });

  it('takes a cursor to the list that it comes from, and to no other', async () => {
    const client = await ofThreeTickets();
    const { next } = (await client.get('/tickets?limit=1')).body;
    expect((await client.get(`/tickets?limit=2&cursor=${next}`)).body.data).toHaveLength(2);
    for (const other of ['&status=open', '&sort=created_at', '&q=printer']) {
      expect(told(await client.get(`/tickets?cursor=${next}${other}`))).toMatchObject([
        400,
        'invalid_parameter',
        { parameter: 'cursor', detail: expect.stringMatching(/other filters/) },
      ]);
    }
  });
});

describe('a header', () => {
  it.each([
    ['Idempotency-Key', ''],
    ['Idempotency-Key', '""'],
    ['Idempotency-Key', 'two words'],
    ['Idempotency-Key', 'x'.repeat(256)],
    ['Idempotency-Key', '"a", "b"'],
    ['If-Match', '7'],
    ['If-Match', ''],
  ])('%s: %j is 400', async (parameter, value) => {
    const answer = await agent.patch('/tickets/TKT-000001', { title: 'x' }, { [parameter]: value });
    expect(told(answer)).toMatchObject([400, 'invalid_parameter', { parameter }]);
    expect(gateway.sent).toEqual([]);
  });

  it('Idempotency-Key is a string of a structured field, or a bare token', async () => {
    const idOf = async (value: string) => {
      gateway.forget();
      await agent.patch('/tickets/TKT-000001', { title: 'x' }, { 'Idempotency-Key': value });
      return gateway.sent[0]?.command.id;
    };
    expect(await idOf('abc')).toBe(await idOf('"abc"'));
    expect(await idOf('"a\\"b"')).not.toBe(await idOf('"ab"'));
    expect(await idOf(`"${'x'.repeat(255)}"`)).toBeDefined();
  });
});

describe('an address', () => {
  it.each(['', '/', '/ticket', '/tickets/', '/tickets/TKT-000001/', '/Tickets', '/tickets/TKT-000001/notes'])(
    '%j is not there: 404',
    async (path) => {
      expect(told(await agent.send('GET', path))).toEqual([404, 'not_found']);
    },
  );

  it.each(['x', '7', 'TKT-1', '%00', '%', '%E0%A4%A', '..%2f..', "' or 1=1", '٣-000001'])(
    'of a ticket that cannot be, %j, is 404',
    async (name) => {
      expect(told(await agent.get(`/tickets/${name}`))).toEqual([404, 'not_found']);
    },
  );

  it('tells its methods, and refuses the others with them', async () => {
    const methods = {
      '/tickets': 'GET, HEAD, POST, OPTIONS',
      '/tickets/TKT-000001': 'GET, HEAD, PATCH, OPTIONS',
      '/tickets/TKT-000001/comments': 'GET, HEAD, POST, OPTIONS',
      '/tickets/TKT-000001/events': 'GET, HEAD, OPTIONS',
      '/openapi.json': 'GET, HEAD, OPTIONS',
    };
    for (const [path, allow] of Object.entries(methods)) {
      const options = await agent.send('OPTIONS', path);
      expect([options.status, options.headers.get('Allow'), options.text]).toEqual([204, allow, '']);
      const refused = await agent.send('DELETE', path);
      expect([...told(refused), refused.headers.get('Allow')]).toEqual([405, 'method_not_allowed', allow]);
    }
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of ['/tickets', '/tickets/TKT-000001', '/nowhere']) {
      const [get, head] = [await agent.send('GET', path), await agent.send('HEAD', path)];
      expect([head.status, head.text, head.headers.get('ETag')]).toEqual([get.status, '', get.headers.get('ETag')]);
    }
  });
});

describe('a problem', () => {
  it('leads to the page of its code', async () => {
    const { body } = await agent.get('/tickets/TKT-999999');
    expect(body).toEqual({
      type: `${web.url}/public/docs/errors#not_found`,
      title: 'Not found',
      status: 404,
      detail: 'There is no such ticket.',
      code: 'not_found',
      request_id: expect.any(String),
    });
    const page = await web.nobody().get('/public/docs/errors');
    expect(page.text).toContain('id="not_found"');
  });

  it('of Temporal away is 503 with Retry-After, and says how to repeat', async () => {
    const away = await startTestWeb();
    const { people } = await createTenant(away.orm, { people: { agnes: { agent: true } } });
    const client = apiClient(away, await createKeyFor(away.orm, people.agnes));
    const answer = await client.post('/tickets', fire);
    expect([...told(answer), answer.headers.get('Retry-After')]).toEqual([503, 'unavailable', '5']);
    expect(answer.body.detail).toMatch(/Idempotency-Key/);
    expect((await client.get('/tickets')).status).toBe(200);
    await away.close();
  });

  it('of PostgreSQL away is 503 with Retry-After', async () => {
    const away = await startTestWeb({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing' });
    const answer = await apiClient(away, key).get('/tickets');
    expect([...told(answer), answer.headers.get('Retry-After')]).toEqual([503, 'unavailable', '5']);
    await away.close();
  });

  it('that the docs do not know is a defect, and problem+json all the same', async () => {
    gateway.refuseWith({ code: 'link_spent', key: 'refusal.link.spent' });
    expect(told(await post(JSON.stringify(fire)))).toEqual([500, 'internal']);
  });

  it('of a defect is 500 and tells nothing of it', async () => {
    const broken = await startTestWeb({ tickets: { create: () => Promise.reject(new Error('secret of the house')) } });
    const { people } = await createTenant(broken.orm, { people: { agnes: { agent: true } } });
    const answer = await apiClient(broken, await createKeyFor(broken.orm, people.agnes)).post('/tickets', fire);
    expect(told(answer)).toEqual([500, 'internal']);
    expect(answer.text).not.toContain('secret of the house');
    await broken.close();
  });
});

describe('a caller who asks for German', () => {
  const german = { ...json, 'Accept-Language': 'de, en;q=0.8' };

  it('reads in German what is wrong, in our words and in those of the parser', async () => {
    const answer = await post(JSON.stringify({ type: 'incident', title: '', description: 7, colour: 'red' }), german);
    expect(answer.headers.get('Content-Language')).toBe('de');
    expect(answer.body).toMatchObject({
      status: 422,
      code: 'unknown_field',
      title: 'Unbekanntes Feld',
      errors: [
        { pointer: '/colour', detail: 'Dieses Feld gibt es nicht.' },
        { pointer: '/title', detail: expect.stringMatching(/^Geben Sie einen Titel an\./) },
        { pointer: '/description', detail: expect.stringMatching(/^Ungültige Eingabe: erwartet string/) },
      ],
    });
  });

  it('reads a refusal of the rules in German, and English where nothing else is spoken', async () => {
    const wrong = JSON.stringify({ ...fire, reporter_email: 'nobody@example.test' });
    expect((await post(wrong, german)).body.title).toBe('Die meldende Person ist unbekannt');
    expect((await post(wrong, { ...json, 'Accept-Language': 'fr' })).body.title).toBe('The reporter is unknown');
  });
});
