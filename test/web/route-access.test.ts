import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flags } from '../../src/domain/licence.ts';
import { allRoutes } from '../../web/app.ts';
import { Refused } from '../../src/domain/refusal.ts';
import type { Browser } from '../support/browser.ts';
import { createTenant, type PersonWish, type TenantWish, type TestPerson } from '../support/people.ts';
import { reporterActor, writeTicket } from '../support/rows.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';

/** What a person gets to: the handler (`in`), the way to the sign-in, or a refusal before any handler. */
type Met = 'in' | 'sign-in' | '401' | '403' | '404';

const actors = [
  'nobody',
  'reporter',
  'agent',
  'administrator without tickets:create',
  'agent of a tenant that was never licensed',
  'agent of a tenant whose licence has ended',
  'agent of a tenant with both portals off',
] as const;

type Row = readonly [Met, Met, Met, Met, Met, Met, Met];

// In the order of `actors`. A form of nobody is answered with 401, a page with the way to the sign-in.
const anyone: Row = ['in', 'in', 'in', 'in', 'in', 'in', 'in'];
const signedInPage: Row = ['sign-in', 'in', 'in', 'in', 'in', 'in', 'in'];
const signedInForm: Row = ['401', 'in', 'in', 'in', 'in', 'in', 'in'];
const deskPage: Row = ['sign-in', 'in', 'in', 'in', '404', '404', '404'];
const deskForm: Row = ['401', 'in', 'in', 'in', '404', '404', '404'];
const filingPage: Row = ['sign-in', 'in', 'in', '403', '404', '404', '404'];
const filingForm: Row = ['401', 'in', 'in', '403', '404', '404', '404'];
const agentPage: Row = ['sign-in', '403', 'in', '403', '404', '404', '404'];
const settingsPage: Row = ['sign-in', '403', '403', 'in', '404', '404', '403'];
const agentForm: Row = ['401', '403', 'in', '403', '404', '404', '404'];

/** Written by hand from R8, R9, R11 and R12: a new route needs its row here before anybody can ship it. */
const expected: Readonly<Record<string, Row>> = {
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'POST /theme': anyone,
  'GET /': signedInPage,
  'GET /sign-in': anyone,
  'POST /sign-in': anyone,
  'POST /sign-out': anyone,
  'POST /sign-out-everywhere': signedInForm,
  'GET /desk': deskPage,
  'GET /desk/new': filingPage,
  'POST /desk/new': filingForm,
  'GET /desk/:number': deskPage,
  'POST /desk/:number/replies': deskForm,
  'POST /desk/:number/answer': deskForm,
  'POST /desk/:number/withdrawal': deskForm,
  'GET /settings': settingsPage,
  'GET /tickets': agentPage,
  'GET /tickets/new': agentPage,
  'POST /tickets/new': agentForm,
  'GET /tickets/:number': agentPage,
  'GET /tickets/:number/edit': agentPage,
  'POST /tickets/:number/edit': agentForm,
  'POST /tickets/:number/comments': agentForm,
  'POST /tickets/:number/status': agentForm,
  'POST /tickets/:number/assignee': agentForm,
};

let web: TestWeb;
let listed: string[];
const people = new Map<string, TestPerson>();
const numbers = new Map<string, string>();

beforeAll(async () => {
  const refuse = () => Promise.reject(new Refused({ code: 'malformed', message: 'Enter something.' }));
  web = await startTestWeb({ tickets: { create: refuse, send: refuse } });
  listed = allRoutes(web.deps).map(({ method, path }) => `${method} ${path}`);
  const noPortals = flags.filter((flag) => flag !== 'agent_portal' && flag !== 'end_user_portal');
  await add('reporter', {}, {});
  await add('agent', { agent: true }, {});
  await add('administrator without tickets:create', { permissions: ['settings:manage'] }, { everyone: [] });
  await add('agent of a tenant that was never licensed', { agent: true }, { licence: null });
  await add('agent of a tenant whose licence has ended', { agent: true }, { licence: { validUntil: new Date(0) } });
  await add('agent of a tenant with both portals off', { agent: true }, { flags: noPortals });
});
afterAll(() => web.close());

/** Each actor has a tenant of their own, with one ticket that they have reported. */
async function add(actor: (typeof actors)[number], person: PersonWish, wish: TenantWish<never>): Promise<void> {
  const tenant = await createTenant(web.orm, { ...wish, people: { actor: person } });
  const { tenantId, userId } = tenant.people.actor;
  const ticket = await writeTicket(web.orm, { tenantId, reporterId: userId, by: reporterActor(userId) });
  people.set(actor, tenant.people.actor);
  numbers.set(actor, ticket.number);
}

function browserOf(actor: string): Browser {
  const person = people.get(actor);
  return person === undefined ? web.nobody() : web.as(person);
}

async function meet(route: string, actor: string): Promise<Met> {
  const [method = '', path = ''] = route.split(' ');
  const url = path.replace(':number', numbers.get(actor) ?? 'TKT-000001');
  const answer = await browserOf(actor)[method === 'POST' ? 'post' : 'get'](url, {});
  if (answer.status === 303 && answer.location?.startsWith('/sign-in?next=')) return 'sign-in';
  if (answer.status === 303 && answer.location === '/sign-in' && method === 'GET') return 'sign-in';
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return `${answer.status}`;
  // A handler that was reached answers, if only by refusing an empty form; it never breaks.
  expect([200, 303, 400, 409, 422]).toContain(answer.status);
  return 'in';
}

describe('every route', () => {
  it('has a row in the table, and every row a route', () => {
    expect(listed.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(Object.entries(expected))('%s lets in whom it should', async (route, row) => {
    const met = [];
    for (const actor of actors) met.push([actor, await meet(route, actor)]);
    expect(Object.fromEntries(met)).toEqual(Object.fromEntries(actors.map((actor, index) => [actor, row[index]])));
  });
});
