import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm, type Orm } from '../../../src/db/orm.ts';
import { createKeyGate } from '../../../src/host/api-keys/key-gate.ts';
import { newKeyText } from '../../../src/host/api-keys/key-text.ts';
import { changeLicence, standardTerms } from '../../../src/host/licence/change-licence.ts';
import { newId } from '../../../src/ids.ts';
import { createLogger } from '../../../src/log.ts';
import type { PageState } from '../../../web/http/context.ts';
import { problemPages } from '../../../web/page/problem-page.ts';
import { limitCalls } from '../../../web/public-v1/limits.ts';
import { requestLog } from '../../../web/http/request-log.ts';
import { bearer, createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';

let orm: Orm;
let server: Server;
let url: string;
let tenant: TestTenant<'agnes'>;
let handled: number;

// What stands around the limits in the product: the log, problems, whose key it is; and a handler that counts.
beforeAll(async () => {
  orm = await openOrm((await testDatabase()).appUrl);
  const gate = createKeyGate(orm, 5);
  const app = new Koa<PageState>();
  const log = createLogger({ level: 'silent', name: 'test' });
  app.use(requestLog({ log, now: () => new Date(), rendering: { page: () => '' } }));
  app.use(problemPages());
  app.use(async (ctx, next) => {
    ctx.state.caller = await gate.callerBy(ctx.get('Authorization').slice('Bearer '.length), ctx.get('X-From'));
    if (ctx.state.caller === null) ctx.throw(400);
    await next();
  });
  app.use(limitCalls(orm));
  app.use((ctx) => {
    handled += 1;
    ctx.body = {};
  });
  const answer = app.callback();
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await orm.close();
});
beforeEach(async () => {
  handled = 0;
  tenant = await createTenant(orm, { people: { agnes: { agent: true } } });
});

const limitTo = (callsPerKey: number, callsPerTenant: number) =>
  inTenant(orm, tenant.id, (em) =>
    changeLicence(em, tenant.id, { terms: { ...standardTerms, callsPerKey, callsPerTenant }, byId: null }),
  );

const call = (key: { key: string }, method = 'GET', from = 'here') =>
  fetch(url, { method, headers: { ...bearer(key), 'X-From': from, Accept: 'application/json' } });

const used = () =>
  inTenant(orm, tenant.id, (em) =>
    em.execute<{ route_class: string; calls: number }[]>(
      'select route_class, calls from api_usage order by route_class',
    ),
  );

describe('every call under /public/v1', () => {
  it('is told the limits and what is left of them, as structured fields', async () => {
    const key = await createKeyFor(orm, tenant.people.agnes);
    const first = await call(key);
    expect(first.headers.get('RateLimit-Policy')).toBe('"key";q=1200;w=60, "tenant";q=3000;w=60');
    expect(first.headers.get('RateLimit')).toMatch(/^"key";r=1199;t=(60|5\d), "tenant";r=2999;t=(60|5\d)$/);
    await call(await createIntegrationKey(orm, tenant.id));
    const third = await call(key);
    expect(third.headers.get('RateLimit')).toMatch(/^"key";r=1198;t=\d+, "tenant";r=2997;t=\d+$/);
  });

  it('past the limit of its key is 429 with Retry-After, and not carried out', async () => {
    await limitTo(2, 100);
    const key = await createKeyFor(orm, tenant.people.agnes);
    expect([(await call(key)).status, (await call(key, 'POST')).status]).toEqual([200, 200]);
    const refused = await call(key);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      code: 'too_many_requests',
      status: 429,
      detail: expect.stringMatching(/^This key may make 2 requests a minute\. Go on in \d+ s\.$/),
    });
    const wait = Number(refused.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(refused.headers.get('RateLimit')).toMatch(new RegExp(`^"key";r=0;t=${wait}, "tenant";r=98;t=\\d+$`));
    expect(handled).toBe(2);
    expect((await call(await createIntegrationKey(orm, tenant.id))).status).toBe(200);
  });

  it('past the limit of its tenant is 429 for all its keys', async () => {
    await limitTo(100, 3);
    const keys = [await createKeyFor(orm, tenant.people.agnes), await createIntegrationKey(orm, tenant.id)] as const;
    const answers = await Promise.all(Array.from({ length: 50 }, (_, place) => call(keys[place % 2] ?? keys[0])));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(47);
    expect(handled).toBe(3);
    expect(await (await call(keys[1])).json()).toMatchObject({
      detail: expect.stringMatching(/^All keys of this tenant together may make 3 requests a minute\./),
    });
  });

  it('is counted as a read or a write by its method, the refused ones not', async () => {
    await limitTo(7, 100);
    const key = await createKeyFor(orm, tenant.people.agnes);
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PATCH', 'PUT', 'DELETE', 'GET', 'POST']) {
      await call(key, method);
    }
    expect(await used()).toEqual([
      { route_class: 'read', calls: 3 },
      { route_class: 'write', calls: 4 },
    ]);
  });
});

describe('an address that guesses keys', () => {
  it('is 429 with Retry-After; who has a key there that was used before goes on', async () => {
    const key = await createKeyFor(orm, tenant.people.agnes);
    const from = `2001:db8::${newId().slice(-4)}`;
    expect((await call(key, 'GET', from)).status).toBe(200);
    const guesses = [];
    for (let n = 0; n < 7; n += 1) guesses.push(await call({ key: newKeyText('live', newId()) }, 'GET', from));
    expect(guesses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 429, 429]);
    expect(Number(guesses.at(-1)?.headers.get('Retry-After'))).toBeGreaterThan(50);
    expect(await guesses.at(-1)?.json()).toMatchObject({ code: 'too_many_requests' });
    expect((await call(key, 'GET', from)).status).toBe(200);
    expect(await used()).toEqual([{ route_class: 'read', calls: 2 }]);
  });
});
