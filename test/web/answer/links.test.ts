import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { openOrm } from '../../../src/db/orm.ts';
import { deactivateUser } from '../../../src/host/identity/people.ts';
import { type AnsweredResolution, answerKeyFrom, answerToken } from '../../../src/mail/answer-token.ts';
import { createApp } from '../../../web/app.ts';
import type { WebDeps } from '../../../web/http/context.ts';
import { type Answer, type Browser, newBrowser } from '../../support/browser.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { startTestWeb, testAnswerKey, type TestWeb } from '../../support/web.ts';
import { type RecordingGateway, recordingGateway, wordsOf } from '../desk/desk.ts';
import { pathOf, type Resolved, writeResolved } from './resolved.ts';

let web: TestWeb;
let gateway: RecordingGateway;
let tenant: TestTenant<'rita' | 'agnes' | 'alma'>;
let good: Resolved;

const people = { rita: {}, agnes: { agent: true }, alma: { permissions: ['settings:manage'] } } as const;

beforeAll(async () => {
  gateway = recordingGateway();
  web = await startTestWeb({ tickets: gateway });
  tenant = await createTenant(web.orm, { people });
  good = await writeResolved(web.orm, tenant.people);
});
afterAll(() => web.close());
beforeEach(() => void gateway.sent.splice(0));

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

const resolution = (): AnsweredResolution => good.resolutions[0]!;
const signed = (of: Partial<AnsweredResolution>) => pathOf({ ...resolution(), ...of }, 'solved');
const tokenOf = () => answerToken(testAnswerKey, resolution());
const withToken = (token: string) => `/answer/${token}/solved`;

/** The token with one bit of its byte `at` turned. */
function turned(at: number): string {
  const bytes = Buffer.from(tokenOf(), 'base64url');
  bytes[at]! ^= 1;
  return bytes.toString('base64url');
}

describe('a link that is good for nothing', () => {
  const other = async () => {
    const foreign = await createTenant(web.orm, { people });
    return { foreign, ticket: await writeResolved(web.orm, foreign.people) };
  };
  const ofDeactivated = async () => {
    const { id, people: own } = await createTenant(web.orm, { people });
    const ticket = await writeResolved(web.orm, own);
    expect((await web.nobody().get(pathOf(ticket.resolutions[0], 'solved'))).status).toBe(200);
    const acting = { by: own.alma.userId, now: new Date() };
    await inTenant(web.orm, id, (em) => deactivateUser(em, id, own.rita.userId, acting));
    return pathOf(ticket.resolutions[0], 'solved');
  };
  const withoutFlag = async () => {
    const own = await createTenant(web.orm, { flags: ['agent_portal', 'end_user_portal'], people });
    return pathOf((await writeResolved(web.orm, own.people)).resolutions[0], 'solved');
  };
  const withoutLicence = async () => {
    const own = await createTenant(web.orm, { licence: { active: false }, people });
    return pathOf((await writeResolved(web.orm, own.people)).resolutions[0], 'solved');
  };

  it('is not found whyever it is so, in the same words, by page and form', async () => {
    const { foreign, ticket } = await other();
    const swapped = Buffer.concat([
      Buffer.from(answerToken(testAnswerKey, ticket.resolutions[0]!), 'base64url').subarray(0, 16),
      Buffer.from(tokenOf(), 'base64url').subarray(16),
    ]).toString('base64url');
    const paths = {
      'of another tenant’s name': signed({ tenantId: foreign.id }),
      'of another tenant’s ticket': signed({ ticketId: ticket.ticket.id }),
      'with ids swapped between two good ones': withToken(swapped),
      'of an event that is no resolution': signed({ sequence: 1 }),
      'of an event that is not there': signed({ sequence: 4000 }),
      'signed by another secret': withToken(answerToken(answerKeyFrom('x'.repeat(32)), resolution())),
      'cut off': withToken(tokenOf().slice(0, -1)),
      'cut off by a line': withToken(tokenOf().slice(0, 40)),
      'with something behind it': withToken(`${tokenOf()}A`),
      padded: withToken(`${tokenOf()}=`),
      nonsense: withToken('nonsense'),
      'encoded nonsense': withToken('%00%F0%9F%90%8E'),
      'of a deactivated reporter': await ofDeactivated(),
      'without the flag': await withoutFlag(),
      'without a licence': await withoutLicence(),
      ...Object.fromEntries([0, 16, 32, 35, 36, 67].map((at) => [`forged at ${at}`, withToken(turned(at))])),
    };
    const seen = new Set<string>();
    for (const [name, path] of Object.entries(paths)) {
      for (const each of [path, path.replace(/solved$/, 'still-broken')]) {
        for (const answer of [await web.nobody().get(each), await web.nobody().post(each, { body: 'Smoke' })]) {
          expect([name, answer.status]).toEqual([name, 404]);
          seen.add(wordsOf(answer.text));
        }
      }
    }
    expect([...seen]).toEqual([
      expect.stringContaining('This link does not work. Use the buttons in the newest e-mail'),
    ]);
    expect(gateway.sent).toEqual([]);
  });

  it('stays so for who is signed in, be it the reporter', async () => {
    for (const person of [tenant.people.rita, tenant.people.agnes]) {
      expect((await web.as(person).get(withToken(turned(3)))).status).toBe(404);
      expect((await web.as(person).post(withToken(turned(3)))).status).toBe(404);
    }
  });

  it.each([
    '/answer',
    '/answer/',
    '/answer/x',
    '/answer/x/y',
    '/answer/x/solved/more',
    '/answer//solved',
    '/answer/%E0%A4%A/solved',
  ])('is no page, or a plain problem: %s', async (path) => {
    for (const { status } of [await web.nobody().get(path), await web.nobody().post(path)]) {
      expect([400, 404]).toContain(status);
    }
  });
});

describe('the token', () => {
  it('is kept from others: no address is sent on, nothing is stored, and no search engine lists it', async () => {
    const paths = [signed({}), withToken(turned(1)), '/answer/x/y', signed({}).replace('/answer', '/ANSWER')];
    for (const path of paths) {
      for (const { headers } of [await web.nobody().get(path), await web.nobody().post(path)]) {
        expect(headers.get('Referrer-Policy')).toBe('no-referrer');
        expect(headers.get('X-Robots-Tag')).toBe('noindex, nofollow');
        expect(headers.get('Cache-Control')).toBe('no-store');
      }
    }
  });

  it('and the words never appear in the log, whatever becomes of the request', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const broken = await openOrm('postgres://nobody@127.0.0.1:1/nothing');
    const statuses: number[] = [];
    for (const orm of [broken, web.orm]) {
      const browser = await listening({ ...web.deps, log, orm });
      for (const path of [pathOf(resolution(), 'still-broken'), withToken(turned(0)), `${signed({})}/more`]) {
        statuses.push(rounded(await browser.get(path)));
        statuses.push(rounded(await browser.post(path, { body: 'a secret word' })));
      }
    }
    await broken.close();
    expect(statuses).toEqual([500, 500, 404, 404, 500, 500, 200, 303, 404, 404, 404, 404]);
    const said = lines.join('');
    expect(lines.filter((line) => line.includes('"path":"/answer/…"'))).toHaveLength(12);
    for (const secret of [tokenOf().slice(-40), tokenOf().slice(0, 40), 'a secret word'])
      expect(said).not.toContain(secret);
    const { tenantId, userId } = tenant.people.rita;
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told).toContainEqual(expect.objectContaining({ status: 303, tenantId, userId }));
  });
});

/** The status, 5xx as one: under Jest an error of the network is not known for one, being of another realm. */
function rounded({ status }: Answer): number {
  return status >= 500 ? 500 : status;
}

/** A browser for the application made of these parts. */
async function listening(deps: WebDeps): Promise<Browser> {
  const answer = createApp(deps).callback();
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return newBrowser(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}
