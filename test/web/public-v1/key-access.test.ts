import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { apiScopes } from '../../../src/domain/api-scopes.ts';
import { flags } from '../../../src/domain/licence.ts';
import type { Permission } from '../../../src/domain/permissions.ts';
import { Refused } from '../../../src/domain/refusal.ts';
import { newKeyText } from '../../../src/host/api-keys/key-text.ts';
import { UserEntity } from '../../../src/host/identity/user.ts';
import { newId } from '../../../src/ids.ts';
import { apiRoutes } from '../../../web/public-v1/routes.ts';
import { type ApiClient, apiClient } from '../../support/api-client.ts';
import { createIntegrationKey, createKeyFor } from '../../support/api-keys.ts';
import { createTenant, type TenantWish, type TestTenant } from '../../support/people.ts';
import { reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

/** What a line takes, written by hand from R31. `sees`: it is about one ticket, which the key has to see. */
type Rule = Readonly<{ scope: 'tickets:read' | 'tickets:write'; permission?: Permission; sees?: true; body?: unknown }>;

/** A new line of the API needs its row here before anybody can ship it. */
const rules: Readonly<Record<string, Rule>> = {
  'GET /tickets': { scope: 'tickets:read' },
  'POST /tickets': { scope: 'tickets:write', body: { type: 'incident', title: 'Fire', description: 'Smoke.' } },
  'GET /tickets/{id}': { scope: 'tickets:read', sees: true },
  'PATCH /tickets/{id}': {
    scope: 'tickets:write',
    permission: 'tickets:manage',
    sees: true,
    body: { title: 'Smoke' },
  },
  'GET /tickets/{id}/comments': { scope: 'tickets:read', sees: true },
  'POST /tickets/{id}/comments': { scope: 'tickets:write', sees: true, body: { body: 'Hello.' } },
  'GET /tickets/{id}/events': { scope: 'tickets:read', sees: true },
};

/** `in`: the handler was reached. What it does there (a gateway that refuses everything) is not this test's matter. */
type Met = 'in' | '401' | '403' | '404';

type Holder = Readonly<{ scopes: readonly string[]; permissions: readonly Permission[]; reports?: true }>;

const agentHolds = ['tickets:create', 'tickets:manage', 'tickets:close'] as const;

/** Keys that work. `reports`: the ticket of the test is its own. */
const holders = {
  'agent, both scopes': { scopes: apiScopes, permissions: agentHolds },
  'agent, read only': { scopes: ['tickets:read'], permissions: agentHolds },
  'agent, write only': { scopes: ['tickets:write'], permissions: agentHolds },
  'reporter of the ticket': { scopes: apiScopes, permissions: ['tickets:create'], reports: true },
  'another reporter': { scopes: apiScopes, permissions: ['tickets:create'] },
  'integration that manages': { scopes: apiScopes, permissions: agentHolds },
  'integration that creates': { scopes: apiScopes, permissions: ['tickets:create'] },
  'integration that may nothing': { scopes: apiScopes, permissions: [] },
} as const satisfies Readonly<Record<string, Holder>>;

/** Whatever is wrong with them, they are nobody's. */
const spoilt = ['no key', 'not a key', 'unknown', 'expired', 'revoked', 'of somebody who is not active'] as const;

type Actor = keyof typeof holders | (typeof spoilt)[number];
const actors = [...(Object.keys(holders) as (keyof typeof holders)[]), ...spoilt];

const licences: Readonly<Record<string, TenantWish<never>>> = {
  'all flags on': {},
  'public_api off': { flags: flags.filter((flag) => flag !== 'public_api') },
  'public_api alone': { flags: ['public_api'] },
  suspended: { licence: { active: false } },
  ended: { licence: { validUntil: new Date(0) } },
  'never licensed': { licence: null },
};

const isOpen = (licence: string): boolean => licence === 'all flags on' || licence === 'public_api alone';

function demanded(rule: Rule, actor: Actor, licence: string, of: 'own' | 'foreign'): Met {
  const holder = (holders as Readonly<Record<string, Holder>>)[actor];
  if (holder === undefined) return '401';
  if (!isOpen(licence)) return '404';
  if (!holder.scopes.includes(rule.scope)) return '403';
  if (rule.permission !== undefined && !holder.permissions.includes(rule.permission)) return '403';
  const sees = of === 'own' && (holder.permissions.includes('tickets:manage') || holder.reports === true);
  return rule.sees === true && !sees ? '404' : 'in';
}

type People = 'agnes' | 'rita' | 'ralf' | 'gone';
type Cast = Readonly<{ tenant: TestTenant<People>; ticketId: string; clients: Readonly<Record<Actor, ApiClient>> }>;

let web: TestWeb;
const casts = new Map<string, Cast>();
let foreign: { ticketId: string };

beforeAll(async () => {
  const refuse = () => Promise.reject(new Refused({ code: 'ticket_finished', key: 'refusal.code.ticket_finished' }));
  web = await startTestWeb({ tickets: { create: refuse, send: refuse }, config: { trustedProxies: 1 } });
  for (const [name, wish] of Object.entries(licences)) casts.set(name, await castOf(wish));
  const tenant = await createTenant(web.orm, { people: { stranger: {} } });
  const reporterId = tenant.people.stranger.userId;
  foreign = { ticketId: (await writeTicket(web.orm, { tenantId: tenant.id, reporterId })).id };
});
afterAll(() => web.close());

async function castOf(wish: TenantWish<never>): Promise<Cast> {
  const { orm } = web;
  const tenant = await createTenant(orm, { ...wish, people: { agnes: { agent: true }, rita: {}, ralf: {}, gone: {} } });
  const { agnes, rita, ralf, gone } = tenant.people;
  const by = reporterActor(rita.userId);
  const { id: ticketId } = await writeTicket(orm, { tenantId: tenant.id, reporterId: rita.userId, by });
  const integration = (permissions: readonly Permission[]) => createIntegrationKey(orm, tenant.id, { permissions });
  const revoked = await createKeyFor(orm, agnes);
  const ofGone = await createKeyFor(orm, gone);
  await inTenant(orm, tenant.id, async (em) => {
    await em.execute('update api_key set revoked_at = now() where id = ?', [revoked.id]);
    await em.nativeUpdate(UserEntity, { tenantId: tenant.id, id: gone.userId }, { active: false });
  });
  const keys: Record<Actor, { key: string } | null> = {
    'agent, both scopes': await createKeyFor(orm, agnes),
    'agent, read only': await createKeyFor(orm, agnes, { scopes: ['tickets:read'] }),
    'agent, write only': await createKeyFor(orm, agnes, { scopes: ['tickets:write'] }),
    'reporter of the ticket': await createKeyFor(orm, rita),
    'another reporter': await createKeyFor(orm, ralf),
    'integration that manages': await integration(agentHolds),
    'integration that creates': await integration(['tickets:create']),
    'integration that may nothing': await integration([]),
    'no key': null,
    'not a key': { key: 'itk_live_nonsense' },
    unknown: { key: newKeyText('live', newId()) },
    expired: await createKeyFor(orm, agnes, { expiresAt: new Date(0) }),
    revoked,
    'of somebody who is not active': ofGone,
  };
  const clients = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, apiClient(web, key)]));
  return { tenant, ticketId, clients: clients as Record<Actor, ApiClient> };
}

let callers = 0;

/** From an address of its own: whoever presents too many keys that are none is shut out for a while. */
function elsewhere(): Record<string, string> {
  callers += 1;
  return { 'X-Forwarded-For': `10.0.${callers >> 8}.${callers & 255}` };
}

async function meet(route: string, rule: Rule, client: ApiClient, ticketId: string): Promise<Met> {
  const [method = '', path = ''] = route.split(' ');
  const url = path.replace('{id}', ticketId);
  const { status } = await (rule.body === undefined
    ? client.get(url, elsewhere())
    : client.send(method, url, {
        body: JSON.stringify(rule.body),
        headers: { 'Content-Type': 'application/json', ...elsewhere() },
      }));
  if (status === 401 || status === 403 || status === 404) return `${status}`;
  // 409 is the gateway of this test, 422 an integration that names no reporter.
  if (![200, 409, 422].includes(status)) throw new Error(`${route} answers ${status}`);
  return 'in';
}

describe('every line of the API', () => {
  it('has a rule, and every rule a line', () => {
    const listed = apiRoutes(web.deps).map(({ method, path }) => `${method} ${path}`);
    expect(listed.toSorted()).toEqual(Object.keys(rules).toSorted());
  });

  it.each(Object.entries(rules))('%s lets in the keys that it should, under every licence', async (route, rule) => {
    const met: Record<string, Met> = {};
    const wanted: Record<string, Met> = {};
    for (const [licence, { clients, ticketId }] of casts) {
      for (const actor of actors) {
        met[`${actor}, ${licence}`] = await meet(route, rule, clients[actor], ticketId);
        wanted[`${actor}, ${licence}`] = demanded(rule, actor, licence, 'own');
      }
    }
    expect(met).toEqual(wanted);
  });

  const ofOne = Object.entries(rules).filter(([, { sees }]) => sees === true);

  it.each(ofOne)("%s finds nothing of another tenant's", async (route, rule) => {
    const cast = casts.get('all flags on');
    const met: Record<string, Met> = {};
    const wanted: Record<string, Met> = {};
    for (const actor of actors) {
      met[actor] = cast === undefined ? 'in' : await meet(route, rule, cast.clients[actor], foreign.ticketId);
      wanted[actor] = demanded(rule, actor, 'all flags on', 'foreign');
    }
    expect(met).toEqual(wanted);
  });
});

describe('a key', () => {
  it('counts in the header Authorization alone, and no session counts for it', async () => {
    const { tenant } = casts.get('all flags on') as Cast;
    const { key } = await createKeyFor(web.orm, tenant.people.agnes);
    const browser = web.as(tenant.people.agnes);
    const refused = [
      await browser.get('/public/v1/tickets'),
      await browser.get(`/public/v1/tickets?api_key=${key}`),
      await web.nobody().get('/public/v1/tickets', { Cookie: `key=${key}` }),
      await web.nobody().get('/public/v1/tickets', { Authorization: `Basic ${btoa(`x:${key}`)}` }),
      await web.nobody().get('/public/v1/tickets', { 'X-Api-Key': key }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    const scheme = await web.nobody().get('/public/v1/tickets', { Authorization: `bearer ${key}` });
    expect(scheme.status).toBe(200);
  });

  it('opens no page', async () => {
    const { tenant } = casts.get('all flags on') as Cast;
    const { key } = await createKeyFor(web.orm, tenant.people.agnes);
    const answer = await web.nobody().get('/tickets', { Authorization: `Bearer ${key}` });
    expect([answer.status, answer.location]).toEqual([303, '/sign-in?next=%2Ftickets']);
  });

  it('that is missing is told from one that is not valid (RFC 6750)', async () => {
    const { clients } = casts.get('all flags on') as Cast;
    const none = await clients['no key'].get('/tickets');
    expect([none.body.code, none.headers.get('WWW-Authenticate')]).toEqual([
      'key_required',
      'Bearer realm="Uslimato ITSM"',
    ]);
    for (const actor of ['not a key', 'unknown', 'expired', 'revoked', 'of somebody who is not active'] as const) {
      const { body, headers } = await clients[actor].get('/tickets', elsewhere());
      expect([body.code, headers.get('WWW-Authenticate')]).toEqual([
        'key_invalid',
        'Bearer realm="Uslimato ITSM", error="invalid_token"',
      ]);
    }
  });

  it('without the scope is told which one it takes', async () => {
    const { clients } = casts.get('all flags on') as Cast;
    const { body, headers } = await clients['agent, read only'].post('/tickets', rules['POST /tickets']?.body);
    expect(body).toMatchObject({
      code: 'forbidden',
      detail: 'This takes the scope tickets:write, which the key does not have.',
    });
    expect(headers.get('WWW-Authenticate')).toBe('Bearer error="insufficient_scope", scope="tickets:write"');
  });

  it('is let in before anything is looked for', async () => {
    const { clients } = casts.get('all flags on') as Cast;
    expect((await clients['no key'].get('/nowhere')).status).toBe(401);
    expect((await clients['agent, both scopes'].get('/nowhere')).status).toBe(404);
  });
});
