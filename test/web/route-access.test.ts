import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Refused } from '../../src/domain/refusal.ts';
import { allRoutes } from '../../web/app.ts';
import type { Answer, Browser } from '../support/browser.ts';
import { testDatabase } from '../support/databases.ts';
import { createTenant, type TestTenant } from '../support/people.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { startTestWeb, type TestWeb } from '../support/web.ts';
import { addressOf, kindOf, newObject } from './route-objects.ts';
import { type Actor, actors, anyone, demanded, licences, type Met, people, type Rule, rules } from './route-rules.ts';

/** Shows every tenant's payloads, so it is for the platform team alone. */
const operatorsTool = 'http://temporal.test';

const allOn = 'all flags on';

let web: TestWeb;
let listed: string[];
/** One for each licence: the licences are asked side by side, and whoever signs out everywhere ends every session of theirs. */
const platformTeam = new Map<string, { userId: string }>();
const tenants = new Map<string, TestTenant<keyof typeof people>>();
let foreign: TestTenant<'stranger'>;

beforeAll(async () => {
  const refuse = () => Promise.reject(new Refused({ code: 'malformed', key: 'refusal.code.malformed' }));
  const done = async (): Promise<void> => {};
  web = await startTestWeb({
    tickets: { create: refuse, send: refuse },
    operations: { releaseTickets: done, runQuotaAudit: done },
    config: { temporalUiUrl: operatorsTool },
    // Each actor sends more forms than a person does.
    writeLimits: { changesPerMinute: 100_000 },
  });
  listed = allRoutes(web.deps).map(({ method, path }) => `${method} ${path}`);
  const { ownerUrl } = await testDatabase();
  for (const [name, wish] of Object.entries(licences)) {
    tenants.set(name, await createTenant(web.orm, { ...wish, everyone: [], people }));
    platformTeam.set(name, await createPlatformPerson(ownerUrl));
  }
  foreign = await createTenant(web.orm, { people: { stranger: {} } });
});
afterAll(() => web.close());

/** One cell of the matrix: who asks for which route, under which licence, about an object of which tenant. */
type Cell = Readonly<{ route: string; actor: Actor; licence: string; of: 'own' | 'foreign' }>;

/** What a cell was answered: of a page also where its links and forms lead, and whether it names the operators' tool. */
type Seen = Readonly<{ met: Met; status: number; waysOn: readonly string[]; namesTheTool: boolean }>;

const signedIn = new Map<string, Browser>();
const objects = new Map<string, string>();
const looks = new Map<string, Promise<Seen>>();

/** Asks as the cell says. Of a page that was seen before it gives what was seen then. */
function see(cell: Cell): Promise<Seen> {
  if (!cell.route.startsWith('GET ')) return ask(cell);
  const key = Object.values(cell).join();
  const look = looks.get(key) ?? ask(cell);
  looks.set(key, look);
  return look;
}

async function ask(cell: Cell): Promise<Seen> {
  const { route, actor, licence, of } = cell;
  const [method = '', path = ''] = route.split(' ');
  const tenant = tenantUnder(licence);
  const browserKey = `${licence}, ${actor}`;
  const browser = signedIn.get(browserKey) ?? browserOf(web, { licence, actor });
  // A visitor who is not signed in keeps no cookies from one cell to the next.
  if (actor !== 'nobody') signedIn.set(browserKey, browser);
  const objectKey = `${kindOf(path)} of ${of === 'own' ? actor : 'the stranger'}, ${licence}`;
  const object = path.includes(':') ? (objects.get(objectKey) ?? (await objectFor(path, cell))) : '';
  objects.set(objectKey, object);
  const url = addressOf(path, object);
  // Forms are sent empty, but for the one field without which they are about nobody.
  const fields = path.includes('/members') ? { user_id: tenant.people.reporter.userId } : {};
  const answer = await (method === 'POST' ? browser.post(url, fields) : browser.get(url));
  const met = metIn(answer, `${method} ${url}`);
  if (method === 'POST' && met === 'in') {
    // A form that got through may have changed or removed the object, and one about the session may have ended it.
    objects.delete(objectKey);
    if (mayEndSession(route)) signedIn.delete(browserKey);
  }
  const { status, text } = answer;
  const page = status === 200 && method === 'GET';
  return { met, status, waysOn: page ? waysOn(text) : [], namesTheTool: text.includes(operatorsTool) };
}

function tenantUnder(licence: string): TestTenant<keyof typeof people> {
  return ofLicence(tenants, licence);
}

function ofLicence<T>(all: ReadonlyMap<string, T>, licence: string): T {
  const found = all.get(licence);
  if (found === undefined) throw new Error(`There is no licence ${licence}`);
  return found;
}

function browserOf(site: TestWeb, { licence, actor }: Pick<Cell, 'licence' | 'actor'>): Browser {
  if (actor === 'nobody') return site.nobody();
  return actor === 'platform'
    ? site.asPlatform(ofLicence(platformTeam, licence))
    : site.as(tenantUnder(licence).people[actor]);
}

/** Creates the object that the path is about. People outside the tenant ask about something of its reporter's. */
function objectFor(path: string, { actor, licence, of }: Omit<Cell, 'route'>): Promise<string> {
  const own = tenantUnder(licence).people[actor === 'nobody' || actor === 'platform' ? 'reporter' : actor];
  const account = actor === 'platform' ? { tenantId: null, userId: ofLicence(platformTeam, licence).userId } : own;
  const { tenantId, userId } = of === 'own' ? own : foreign.people.stranger;
  return newObject(web.orm, kindOf(path), { tenantId, userId, account });
}

function mayEndSession(route: string): boolean {
  const who = rules[route]?.who;
  return who === 'anyone' || who === 'signed-in';
}

function metIn({ status, location }: Answer, route: string): Met {
  if (status === 303 && location?.startsWith('/sign-in?next=')) return 'sign-in';
  if (status === 303 && location === '/sign-in' && route.startsWith('GET ')) return 'sign-in';
  if (status === 401 || status === 403 || status === 404) return `${status}`;
  // A handler that was reached answers, if only by refusing an empty form; it never breaks.
  if (![200, 303, 400, 409, 422].includes(status)) throw new Error(`${route} answers ${status}`);
  return 'in';
}

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

/** What all actors meet at a route under these licences, the licences side by side, and what they should meet. */
async function compare(
  { route, of }: Pick<Cell, 'route' | 'of'>,
  under: readonly string[],
  should: (actor: Actor, licence: string) => Met,
): Promise<void> {
  const met: Record<string, Met> = {};
  const wanted: Record<string, Met> = {};
  await Promise.all(
    under.map(async (licence) => {
      for (const actor of actors) {
        met[`${actor}, ${licence}`] = (await see({ route, actor, licence, of })).met;
        wanted[`${actor}, ${licence}`] = should(actor, licence);
      }
    }),
  );
  expect(met).toEqual(wanted);
}

describe('every route', () => {
  it('has a rule, and every rule a route', () => {
    expect(listed.toSorted()).toEqual(Object.keys(rules).toSorted());
  });

  it.each(Object.entries(rules))('%s lets in whom it should, under every licence', async (route, rule) => {
    const [method = ''] = route.split(' ');
    await compare({ route, of: 'own' }, Object.keys(licences), (actor, licence) =>
      demanded(rule, method, actor, licence),
    );
  });

  const ofTenants = Object.entries(rules).filter(
    ([route, { who, everybodys }]) => route.includes(':') && who === 'tenant' && !everybodys,
  );

  it.each(ofTenants)("%s finds nothing of another tenant's", async (route, rule) => {
    const [method = ''] = route.split(' ');
    await compare({ route, of: 'foreign' }, [allOn], (actor) => {
      const own = demanded(rule, method, actor, allOn);
      return own === 'in' ? '404' : own;
    });
  });

  const byMail = Object.keys(rules).filter((route) => rules[route]?.who === 'mail-link');

  it.each(byMail)(
    "%s opens another tenant's ticket by its own link, whoever is signed in and under what licence",
    (route) => compare({ route, of: 'foreign' }, Object.keys(licences), () => 'in'),
  );
});

describe('a form that is not to be carried out', () => {
  /** What nobody may be kept from, and the sign-in, which has limits of its own. */
  const uncounted = ['anyone', 'signed-in'];
  const forms = Object.entries(rules).filter(([route]) => route.startsWith('POST '));
  let impatient: TestWeb;

  beforeAll(async () => {
    impatient = await startTestWeb({ writeLimits: { changesPerMinute: 0 } });
  });
  afterAll(() => impatient.close());

  /** Sends the form as somebody who may, with this many bytes more than it needs. */
  async function send(to: TestWeb, route: string, rule: Rule, bytes: number): Promise<Answer> {
    const actor = actors.find((each) => each !== 'nobody' && demanded(rule, 'POST', each, allOn) === 'in');
    if (actor === undefined) throw new Error(`Nobody may send ${route}`);
    const [, path = ''] = route.split(' ');
    const object = path.includes(':') ? await objectFor(path, { actor, licence: allOn, of: 'own' }) : '';
    const fields = { title: 'Typed once', more: 'x'.repeat(bytes) };
    return browserOf(to, { licence: allOn, actor }).post(addressOf(path, object), fields);
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

  /** What the API gives to everybody; what it gives to keys alone no page leads to (test/web/public-v1). */
  const openOfTheApi = 'GET /public/v1/openapi.json';

  const patterns = Object.keys(rules).map(
    (route) => [new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`), route] as const,
  );

  function ruleOf(way: string): Rule {
    if (way === openOfTheApi) return anyone;
    // As the router does: what is named whole comes before what a parameter stands for.
    const rule = rules[way] ?? rules[patterns.find(([pattern]) => pattern.test(way))?.[1] ?? ''];
    if (rule === undefined) throw new Error(`A page leads to ${way}, which is no route`);
    return rule;
  }

  it.each(Object.keys(licences))(
    "leads nobody to what would be refused (R12), and no tenant to the platform's tools: %s",
    async (licence) => {
      const refused = new Set<string>();
      const looked: Record<string, number> = {};
      for (const actor of actors) {
        for (const route of wanted) {
          if (demanded(rules[route] as Rule, 'GET', actor, licence) !== 'in') continue;
          const seen = await see({ route, actor, licence, of: 'own' });
          if (seen.status !== 200) continue;
          looked[actor] = (looked[actor] ?? 0) + 1;
          if (actor !== 'platform' && seen.namesTheTool) refused.add(`${actor} at ${route}: ${operatorsTool}`);
          for (const way of seen.waysOn) {
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
