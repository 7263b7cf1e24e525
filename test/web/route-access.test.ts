import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inAccount } from '../../src/db/in-account.ts';
import { inTenant } from '../../src/db/in-tenant.ts';
import { type Flag, flags } from '../../src/domain/licence.ts';
import type { Permission } from '../../src/domain/permissions.ts';
import { Refused } from '../../src/domain/refusal.ts';
import { createGroup } from '../../src/host/permissions/groups.ts';
import { NoticeEntity } from '../../src/db/ticket-entities.ts';
import { recordFinding } from '../../src/host/licence/alerts.ts';
import { AlertEntity } from '../../src/host/licence/alert.ts';
import { createUser } from '../../src/host/identity/create-user.ts';
import { answerToken } from '../../src/mail/answer-token.ts';
import { allRoutes } from '../../web/app.ts';
import { anAsset } from '../support/assets.ts';
import { createIntegrationKey, createKeyFor } from '../support/api-keys.ts';
import type { Browser, FormFields } from '../support/browser.ts';
import { testDatabase } from '../support/databases.ts';
import { createTenant, type PersonWish, type TenantWish, type TestTenant } from '../support/people.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { agentActor, reporterActor, writeTicket } from '../support/rows.ts';
import { startTestWeb, testAnswerKey, type TestWeb } from '../support/web.ts';

/** Who a route is for, written by hand from R8, R9, R11, R12, R25 and R26; `flag` implies a licence. */
type Rule = Readonly<{
  who: 'anyone' | 'mail-link' | 'signed-in' | 'tenant' | 'platform';
  permission?: Permission;
  licensed?: true;
  flag?: Flag | readonly Flag[];
  /** The parameter of its path names something of the product, which is every tenant's. */
  everybodys?: true;
}>;

const anyone: Rule = { who: 'anyone' };
const mailLink: Rule = { who: 'mail-link', flag: 'email_notifications' };
const signedIn: Rule = { who: 'signed-in' };
const desk: Rule = { who: 'tenant', flag: 'end_user_portal' };
const filing: Rule = { ...desk, permission: 'tickets:create' };
const agent: Rule = { who: 'tenant', flag: 'agent_portal', permission: 'tickets:manage' };
const assets: Rule = { who: 'tenant' };
const assetManager: Rule = { ...assets, permission: 'assets:manage' };
const settings: Rule = { who: 'tenant', licensed: true, permission: 'settings:manage' };
const templates: Rule = { ...settings, flag: 'email_templates', everybodys: true };
const keys: Rule = { ...settings, flag: 'public_api' };
const platform: Rule = { who: 'platform' };

/** A new route needs its line here before anybody can ship it. */
const rules: Readonly<Record<string, Rule>> = {
  'GET /healthz': anyone,
  'GET /readyz': anyone,
  'POST /theme': anyone,
  'GET /public/docs': anyone,
  'GET /public/docs/errors': anyone,
  'GET /': signedIn,
  'GET /sign-in': anyone,
  'POST /sign-in': anyone,
  'POST /sign-in/passkey': anyone,
  'GET /sign-in/second-step': anyone,
  'POST /sign-in/second-step': anyone,
  'POST /sign-in/second-step/passkey': anyone,
  'GET /sign-in/set-up': anyone,
  'POST /sign-in/set-up': anyone,
  'POST /sign-in/set-up/passkey': anyone,
  'GET /lost-password': anyone,
  'POST /lost-password': anyone,
  'POST /sign-out': anyone,
  'POST /sign-out-everywhere': signedIn,
  'GET /desk': desk,
  'GET /desk/new': filing,
  'POST /desk/new': filing,
  'GET /desk/:number': desk,
  'GET /desk/:number/history': desk,
  'POST /desk/:number/replies': desk,
  'POST /desk/:number/answer': desk,
  'POST /desk/:number/withdrawal': desk,
  'GET /me': { who: 'tenant', licensed: true },
  'POST /me': { who: 'tenant', licensed: true },
  'GET /me/keys': { who: 'tenant' },
  'GET /me/keys/:id/revoke': { who: 'tenant' },
  'POST /me/keys/:id/revoke': { who: 'tenant' },
  'GET /me/sign-in': signedIn,
  'GET /me/password': signedIn,
  'POST /me/password': signedIn,
  'GET /me/authenticator': signedIn,
  'POST /me/authenticator': signedIn,
  'GET /me/authenticator/remove': signedIn,
  'POST /me/authenticator/remove': signedIn,
  'GET /me/passkeys/new': signedIn,
  'POST /me/passkeys/new': signedIn,
  'GET /me/passkeys/:id/remove': signedIn,
  'POST /me/passkeys/:id/remove': signedIn,
  'GET /me/recovery-codes': signedIn,
  'POST /me/recovery-codes': signedIn,
  'GET /tickets': agent,
  'GET /tickets/new': agent,
  'POST /tickets/new': agent,
  'GET /tickets/:number': agent,
  'GET /tickets/:number/history': agent,
  'GET /tickets/:number/mails': agent,
  'GET /tickets/:number/edit': agent,
  'POST /tickets/:number/edit': agent,
  'POST /tickets/:number/comments': agent,
  'POST /tickets/:number/status': agent,
  'POST /tickets/:number/assignee': agent,
  'POST /tickets/:number/assets': { ...agent, flag: ['agent_portal', 'asset_integration'] },
  'POST /tickets/:number/movement': { ...agent, flag: ['agent_portal', 'asset_integration', 'movement_link'] },
  'POST /tickets/:number/mails/:mail/again': agent,
  'GET /account/:token': anyone,
  'POST /account/:token': anyone,
  'GET /answer/:token/solved': mailLink,
  'POST /answer/:token/solved': mailLink,
  'GET /answer/:token/still-broken': mailLink,
  'POST /answer/:token/still-broken': mailLink,
  'GET /assets': assets,
  'GET /assets/new': assetManager,
  'POST /assets/new': assetManager,
  'GET /assets/:id': assets,
  'GET /assets/:id/movements': assets,
  'GET /assets/:id/movements/new': assetManager,
  'POST /assets/:id/movements/new': assetManager,
  'GET /assets/:id/history': assets,
  'GET /assets/:id/tickets': { ...assets, flag: 'asset_integration' },
  'GET /assets/:id/edit': assetManager,
  'POST /assets/:id/edit': assetManager,
  'GET /assets/:id/delete': assetManager,
  'POST /assets/:id/delete': assetManager,
  'GET /settings': settings,
  'GET /settings/users': settings,
  'GET /settings/users/new': settings,
  'POST /settings/users/new': settings,
  'GET /settings/users/:id': settings,
  'GET /settings/users/:id/edit': settings,
  'POST /settings/users/:id/edit': settings,
  'POST /settings/users/:id/address/withdraw': settings,
  'GET /settings/users/:id/second-step': settings,
  'POST /settings/users/:id/second-step': settings,
  'POST /settings/users/:id/link': settings,
  'GET /settings/users/:id/deactivate': settings,
  'POST /settings/users/:id/deactivate': settings,
  'POST /settings/users/:id/reactivate': settings,
  'GET /settings/permissions': settings,
  'GET /settings/permissions/new': settings,
  'POST /settings/permissions/new': settings,
  'GET /settings/permissions/:id': settings,
  'POST /settings/permissions/:id/members': settings,
  'POST /settings/permissions/:id/members/remove': settings,
  'POST /settings/permissions/:id/permissions': settings,
  'POST /settings/permissions/:id/name': settings,
  'POST /settings/permissions/:id/delete': settings,
  'GET /settings/sign-in': settings,
  'POST /settings/sign-in': settings,
  'GET /settings/itsm': settings,
  'POST /settings/itsm': settings,
  'GET /settings/log': settings,
  'GET /settings/templates': templates,
  'GET /settings/templates/:mail': templates,
  'POST /settings/templates/:mail': templates,
  'POST /settings/templates/:mail/preview': templates,
  'POST /settings/templates/:mail/preview/text': templates,
  'POST /settings/templates/:mail/test': templates,
  'POST /settings/templates/:mail/built-in': templates,
  'GET /settings/api-keys': keys,
  'GET /settings/api-keys/new': keys,
  'POST /settings/api-keys/new': keys,
  'GET /settings/api-keys/:id/revoke': keys,
  'POST /settings/api-keys/:id/revoke': keys,
  'GET /settings/api-keys/:id/rotate': keys,
  'POST /settings/api-keys/:id/rotate': keys,
  'GET /platform': platform,
  'POST /platform/audits': platform,
  'GET /platform/tenants/new': platform,
  'POST /platform/tenants/new': platform,
  'GET /platform/tenants/:id': platform,
  'POST /platform/tenants/:id/licence': platform,
  'GET /platform/tenants/:id/suspend': platform,
  'POST /platform/tenants/:id/suspend': platform,
  'POST /platform/tenants/:id/invitations': platform,
  'GET /platform/alerts': platform,
  'POST /platform/alerts/:id/acknowledge': platform,
  'GET /platform/changes': platform,
  'GET /platform/workflows': platform,
  'POST /platform/workflows/:tenant/:ticket/heal': platform,
};

/** What a person gets to: the handler (`in`), the way to the sign-in, or a refusal before any handler. */
type Met = 'in' | 'sign-in' | '401' | '403' | '404';

/** People of a tenant, and the permissions that they hold. */
const people = {
  bystander: { permissions: [] },
  reporter: { permissions: ['tickets:create'] },
  agent: { agent: true, permissions: [] },
  administrator: { permissions: ['settings:manage'] },
  'asset manager': { permissions: ['assets:manage'] },
  'administrator who is an agent': { agent: true, permissions: ['settings:manage'] },
} as const satisfies Readonly<Record<string, PersonWish>>;

type Actor = keyof typeof people | 'nobody' | 'platform';
const actors: readonly Actor[] = ['nobody', 'platform', ...(Object.keys(people) as (keyof typeof people)[])];

function holds(actor: Exclude<Actor, 'nobody' | 'platform'>, permission: Permission): boolean {
  const { permissions, ...more } = people[actor] as PersonWish;
  return more.agent === true ? permission.startsWith('tickets:') || has(permissions) : has(permissions);

  function has(list: readonly Permission[] = []): boolean {
    return list.includes(permission);
  }
}

/** Licences: everything, each flag alone off, no flag at all, and the three ways of having no licence. */
const licences: Readonly<Record<string, TenantWish<never>>> = {
  'all flags on': {},
  ...Object.fromEntries(flags.map((off) => [`${off} off`, { flags: flags.filter((flag) => flag !== off) }])),
  'all flags off': { flags: [] },
  suspended: { licence: { active: false } },
  ended: { licence: { validUntil: new Date(0) } },
  'never licensed': { licence: null },
};

/** What R8 to R12 and R25 demand of a cell. Licence and flag come before permission: what is not there is not forbidden. */
function demanded(rule: Rule, method: string, actor: Actor, licence: string): Met {
  if (rule.who === 'anyone') return 'in';
  // By the link of a mail, whoever is signed in: its tenant's licence alone counts.
  if (rule.who === 'mail-link') return isOpen(rule, licence) ? 'in' : '404';
  if (actor === 'nobody') return method === 'POST' ? '401' : 'sign-in';
  if (rule.who === 'signed-in') return 'in';
  if ((rule.who === 'platform') !== (actor === 'platform')) return '404';
  if (actor === 'platform') return 'in';
  if (!isOpen(rule, licence)) return '404';
  if (rule.permission !== undefined && !holds(actor, rule.permission)) return '403';
  return 'in';
}

/** Whether the licence has what the rule demands of one. */
function isOpen(rule: Rule, licence: string): boolean {
  const wish = licences[licence] ?? {};
  const licensed = wish.licence === undefined;
  const flagOn = [rule.flag ?? []].flat().every((flag) => (wish.flags ?? flags).includes(flag));
  return !(rule.licensed || rule.flag !== undefined) || (licensed && flagOn);
}

/** Shows every tenant's payloads, so it is for the platform team alone. */
const operatorsTool = 'http://temporal.test';

let web: TestWeb;
let listed: string[];
let platformPerson: { userId: string };
const tenants = new Map<string, TestTenant<keyof typeof people>>();
let foreign: TestTenant<'stranger'>;

beforeAll(async () => {
  const refuse = () => Promise.reject(new Refused({ code: 'malformed', message: 'Enter something.' }));
  const done = async (): Promise<void> => {};
  web = await startTestWeb({
    tickets: { create: refuse, send: refuse },
    operations: { releaseTickets: done, runQuotaAudit: done },
    config: { temporalUiUrl: operatorsTool },
    // Each actor sends more forms than a person does.
    writeLimits: { changesPerMinute: 100_000 },
  });
  listed = allRoutes(web.deps).map(({ method, path }) => `${method} ${path}`);
  platformPerson = await createPlatformPerson((await testDatabase()).ownerUrl);
  for (const [name, wish] of Object.entries(licences)) {
    tenants.set(name, await createTenant(web.orm, { ...wish, everyone: [], people }));
  }
  foreign = await createTenant(web.orm, { people: { stranger: {} } });
});
afterAll(() => web.close());

function browserOf(tenant: TestTenant<keyof typeof people>, actor: Actor): Browser {
  if (actor === 'nobody') return web.nobody();
  return actor === 'platform' ? web.asPlatform(platformPerson) : web.as(tenant.people[actor]);
}

/**
 * Something of the tenant for the parameter of a path, made anew each time: a form that gets through may change or remove
 * it. A ticket is the actor's own, so that the desk shows it.
 */
async function objectFor(path: string, tenantId: string, reporterId: string): Promise<string> {
  if (path.includes(':number')) {
    const number = `CELL-${String(counter++).padStart(6, '0')}`;
    const { id } = await writeTicket(web.orm, { tenantId, reporterId, by: reporterActor(reporterId), number });
    return path.includes('/mails/') ? `${number}/mails/${await failedMail(tenantId, id)}` : number;
  }
  if (path.startsWith('/settings/users/')) {
    const email = `${randomUUID()}@cell.test`;
    return inTenant(web.orm, tenantId, (em) => createUser(em, tenantId, { email, name: 'Somebody' }));
  }
  if (path.startsWith('/settings/permissions/')) {
    return inTenant(web.orm, tenantId, (em) => createGroup(em, tenantId, { name: randomUUID(), permissions: [] }));
  }
  // In the actor's own hands: what somebody else holds is open to agents and asset managers only.
  if (path.startsWith('/assets/')) {
    return (await anAsset(web.orm, { tenantId, by: reporterId }, { holderId: reporterId })).id;
  }
  if (path.startsWith('/settings/templates/')) return 'ticket.created.reporter';
  if (path.startsWith('/settings/api-keys/')) return (await createIntegrationKey(web.orm, tenantId)).id;
  if (path.startsWith('/me/keys/')) return (await createKeyFor(web.orm, { tenantId, userId: reporterId })).id;
  if (path.startsWith('/platform/tenants/')) return (await createTenant(web.orm)).id;
  if (path.startsWith('/platform/alerts/')) return openAlert(tenantId);
  // A ticket that is in no trouble: the answer is that nothing was done.
  if (path.startsWith('/platform/workflows/')) return `${tenantId}/${randomUUID()}`;
  if (path.startsWith('/account/')) return 'no-token-of-ours';
  if (path.startsWith('/answer/')) return answerLink(tenantId, reporterId);
  throw new Error(`Say what stands for the parameter of ${path}`);
}

/** The token of the mail about a resolution; who has resolved it plays no part. */
async function answerLink(tenantId: string, reporterId: string): Promise<string> {
  const by = agentActor(reporterId);
  const number = `CELL-${String(counter++).padStart(6, '0')}`;
  const at = new Date().toISOString();
  const { id: ticketId, sequence } = await writeTicket(web.orm, { tenantId, reporterId, number }, [
    { by, changes: [{ kind: 'set_status', to: 'in_progress' }] },
    { by, changes: [{ kind: 'set_status', to: 'resolved' }], at },
  ]);
  return answerToken(testAnswerKey, { tenantId, ticketId, sequence });
}

/** A passkey of whoever looks, made anew each time. */
async function passkeyOf(tenant: TestTenant<keyof typeof people>, actor: Actor): Promise<string> {
  const owner = tenant.people[actor === 'nobody' || actor === 'platform' ? 'reporter' : actor];
  const account = actor === 'platform' ? { tenantId: null, userId: platformPerson.userId } : owner;
  const id = randomUUID();
  const credential = Buffer.from(id);
  const values = [account.tenantId, account.userId, id, credential, credential];
  await inAccount(web.orm, account, (em) =>
    em.execute(
      `insert into account_passkey (tenant_id, user_id, id, credential_id, public_key, counter, transports, name, created_at)
       values (?, ?, ?, ?, ?, 0, '{}', 'Phone', now())`,
      values,
    ),
  );
  return id;
}

/** A mail of the ticket that has failed. */
async function failedMail(tenantId: string, ticketId: string): Promise<string> {
  const id = randomUUID();
  const told = { event: 'ticket.created', audience: 'agents', recipientAddress: 'queue@cell.test' } as const;
  const delivery = { state: 'failed', attempts: 1, triesBefore: 0, outcomeUnknown: false, messageId: id } as const;
  const row = { tenantId, id, ticketId, eventSequence: 1, status: 'open', createdAt: new Date() } as const;
  await inTenant(web.orm, tenantId, (em) => em.insert(NoticeEntity, { ...row, ...told, ...delivery }));
  return id;
}

async function openAlert(tenantId: string): Promise<string> {
  // One is open in each month, so each has its own.
  const period = `${2100 + counter++}-01`;
  const finding = { kind: 'emails_over_quota', period, limit: 1, used: 2 } as const;
  return inTenant(web.orm, tenantId, async (em) => {
    await recordFinding(em, tenantId, finding, { team: [], now: new Date() });
    return (await em.findOneOrFail(AlertEntity, { tenantId, period })).id;
  });
}

let counter = 1;

async function meet(browser: Browser, method: string, url: string, fields: FormFields): Promise<Met> {
  const answer = await (method === 'POST' ? browser.post(url, fields) : browser.get(url));
  if (answer.status === 303 && answer.location?.startsWith('/sign-in?next=')) return 'sign-in';
  if (answer.status === 303 && answer.location === '/sign-in' && method === 'GET') return 'sign-in';
  if (answer.status === 401 || answer.status === 403 || answer.status === 404) return `${answer.status}`;
  // A handler that was reached answers, if only by refusing an empty form; it never breaks.
  if (![200, 303, 400, 409, 422].includes(answer.status)) throw new Error(`${method} ${url} answers ${answer.status}`);
  return 'in';
}

async function cell(route: string, actor: Actor, licence: string, of: 'own' | 'foreign'): Promise<Met> {
  const [method = '', path = ''] = route.split(' ');
  const tenant = tenants.get(licence);
  if (tenant === undefined) throw new Error(`No tenant has the licence ${licence}`);
  const url = await urlOf(path, tenant, actor, of);
  // Forms are sent empty, but for the one field without which they speak of nobody.
  const fields = path.includes('/members') ? { user_id: tenant.people.reporter.userId } : {};
  return meet(browserOf(tenant, actor), method, url, fields);
}

async function urlOf(
  path: string,
  tenant: TestTenant<keyof typeof people>,
  actor: Actor,
  of: 'own' | 'foreign',
): Promise<string> {
  if (!path.includes(':')) return path;
  if (path.startsWith('/me/passkeys/')) return path.replace(':id', await passkeyOf(tenant, actor));
  const stranger = foreign.people.stranger.userId;
  const own = tenant.people[actor === 'nobody' || actor === 'platform' ? 'reporter' : actor].userId;
  const value = of === 'own' ? await objectFor(path, tenant.id, own) : await objectFor(path, foreign.id, stranger);
  return path.replace(/:number\/mails\/:mail|:tenant\/:ticket/, value).replace(/:[a-z_]+/g, value);
}

describe('every route', () => {
  it('has a rule, and every rule a route', () => {
    expect(listed.toSorted()).toEqual(Object.keys(rules).toSorted());
  });

  it.each(Object.entries(rules))('%s lets in whom it should, under every licence', async (route, rule) => {
    const [method = ''] = route.split(' ');
    const met: Record<string, Met> = {};
    const wanted: Record<string, Met> = {};
    for (const licence of Object.keys(licences)) {
      for (const actor of actors) {
        met[`${actor}, ${licence}`] = await cell(route, actor, licence, 'own');
        wanted[`${actor}, ${licence}`] = demanded(rule, method, actor, licence);
      }
    }
    expect(met).toEqual(wanted);
  });

  const ofTenants = Object.entries(rules).filter(
    ([route, { who, everybodys }]) => route.includes(':') && who === 'tenant' && !everybodys,
  );

  it.each(ofTenants)("%s finds nothing of another tenant's", async (route, rule) => {
    const [method = ''] = route.split(' ');
    const met: Record<string, Met> = {};
    const wanted: Record<string, Met> = {};
    for (const actor of actors) {
      met[actor] = await cell(route, actor, 'all flags on', 'foreign');
      const own = demanded(rule, method, actor, 'all flags on');
      wanted[actor] = own === 'in' ? '404' : own;
    }
    expect(met).toEqual(wanted);
  });

  const byMail = Object.entries(rules).filter(([, { who }]) => who === 'mail-link');

  it.each(byMail)(
    "%s opens another tenant's ticket by its own link, whoever is signed in and under what licence",
    async (route) => {
      const met: Record<string, Met> = {};
      const wanted: Record<string, Met> = {};
      for (const licence of Object.keys(licences)) {
        for (const actor of actors) {
          met[`${actor}, ${licence}`] = await cell(route, actor, licence, 'foreign');
          wanted[`${actor}, ${licence}`] = 'in';
        }
      }
      expect(met).toEqual(wanted);
    },
  );
});

describe('a form that is not to be carried out', () => {
  const allOn = 'all flags on';
  /** What nobody may be kept from, and the sign-in, which has limits of its own. */
  const uncounted = ['anyone', 'signed-in'];
  const forms = Object.entries(rules).filter(([route]) => route.startsWith('POST '));
  let impatient: TestWeb;

  beforeAll(async () => {
    impatient = await startTestWeb({ writeLimits: { changesPerMinute: 0 } });
  });
  afterAll(() => impatient.close());

  /** Sends the form as somebody who may, with so many bytes more than it needs. */
  async function send(to: TestWeb, route: string, rule: Rule, bytes: number) {
    const actor = actors.find((each) => each !== 'nobody' && demanded(rule, 'POST', each, allOn) === 'in');
    const tenant = tenants.get(allOn);
    if (actor === undefined || tenant === undefined) throw new Error(`Nobody may send ${route}`);
    const browser = actor === 'platform' ? to.asPlatform(platformPerson) : to.as(tenant.people[actor as 'agent']);
    const url = await urlOf(route.split(' ')[1] ?? '', tenant, actor, 'own');
    return browser.post(url, { title: 'Typed once', more: 'x'.repeat(bytes) });
  }

  it.each(forms.filter(([, { who }]) => who !== 'signed-in'))('%s is 413 when it is too large', async (route, rule) => {
    const { status } = await send(web, route, rule, 600 * 1024);
    // A link that is none of ours is refused before anything that was sent with it.
    expect(status).toBe(route === 'POST /account/:token' ? 409 : 413);
  });

  it.each(forms)('%s is 429 for whoever has sent enough', async (route, rule) => {
    const { status, headers } = await send(impatient, route, rule, 0);
    const counts = !uncounted.includes(rule.who);
    expect([status === 429, headers.has('Retry-After')]).toEqual([counts, counts]);
  });
});

describe('a page', () => {
  /** Pages of which the paths name something, so that not only the lists are looked at. */
  const wanted = Object.keys(rules).filter((route) => route.startsWith('GET ') && !route.includes('/account/'));

  /** Where the links and forms of a page lead: "GET /desk", "POST /desk/new". Styles and scripts are for everybody. */
  function waysOn(html: string): string[] {
    const links = [...html.matchAll(/<a\b[^>]*? href="(\/[^"?#]*)/g)].map(([, path]) => `GET ${path}`);
    const forms = [...html.matchAll(/<form\b[^>]*>/g)].map(([form]) => {
      const path = /action="(\/[^"?#]*)/.exec(form)?.[1];
      return path && `${form.includes('method="post"') ? 'POST' : 'GET'} ${path}`;
    });
    const buttons = [...html.matchAll(/ formaction="(\/[^"?#]*)/g)].map(([, path]) => `POST ${path}`);
    return [...links, ...forms.filter((way) => way !== undefined), ...buttons];
  }

  /** What the API gives to everybody; what it gives to keys alone no page leads to (test/web/public-v1). */
  const openOfTheApi = 'GET /public/v1/openapi.json';

  function ruleOf(way: string): Rule {
    if (way === openOfTheApi) return anyone;
    const matching = (route: string) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`).test(way);
    // As the router does: what is named whole comes before what a parameter stands for.
    const route = Object.keys(rules).find((known) => known === way) ?? Object.keys(rules).find(matching);
    if (route === undefined) throw new Error(`A page leads to ${way}, which is no route`);
    return rules[route] as Rule;
  }

  it.each(Object.keys(licences))(
    "leads nobody to what would be refused (R12), and no tenant to the platform's tools: %s",
    async (licence) => {
      const tenant = tenants.get(licence);
      if (tenant === undefined) throw new Error(`No tenant has the licence ${licence}`);
      const refused = new Set<string>();
      const looked: Record<string, number> = {};
      for (const actor of actors) {
        for (const route of wanted) {
          const [method = '', path = ''] = route.split(' ');
          if (demanded(rules[route] as Rule, method, actor, licence) !== 'in') continue;
          const { status, text } = await browserOf(tenant, actor).get(await urlOf(path, tenant, actor, 'own'));
          if (status !== 200) continue;
          looked[actor] = (looked[actor] ?? 0) + 1;
          if (actor !== 'platform' && text.includes(operatorsTool))
            refused.add(`${actor} at ${route}: ${operatorsTool}`);
          for (const way of waysOn(text)) {
            const met = demanded(ruleOf(way), way.split(' ')[0] ?? '', actor, licence);
            if (met !== 'in' && met !== 'sign-in') refused.add(`${actor} at ${route}: ${way} (${met})`);
          }
        }
      }
      expect([...refused]).toEqual([]);
      expect(Object.keys(looked)).toEqual([...actors]);
    },
  );
});
