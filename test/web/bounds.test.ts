import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerToken } from '../../src/mail/answer-token.ts';
import { allRoutes } from '../../web/app.ts';
import { apiRoutes } from '../../web/public-v1/routes.ts';
import { type ApiClient, apiClient } from '../support/api-client.ts';
import { createKeyFor } from '../support/api-keys.ts';
import { testDatabase } from '../support/databases.ts';
import { linkCalled } from '../support/links.ts';
import { createOvergrown, type Overgrown } from '../support/overgrown.ts';
import { many } from '../support/overgrown-rows.ts';
import { createPlatformPerson } from '../support/platform.ts';
import { startTestWeb, testAnswerKey, type TestWeb } from '../support/web.ts';

/** No page is longer than this, whatever has been put into a tenant: in bytes, and in entries of its lists. */
const longest = { bytes: 1.6 * 1024 * 1024, entries: 800 } as const;

/** No page of the API is longer than this: 1 MiB of texts, the one that goes beyond it, and what stands around them, as JSON. */
const longestOfApi = 2.5 * 1024 * 1024;

let web: TestWeb;
let overgrown: Overgrown;
let platformPerson: { userId: string };
let client: ApiClient;

beforeAll(async () => {
  web = await startTestWeb();
  overgrown = await createOvergrown(web.orm);
  platformPerson = await createPlatformPerson((await testDatabase()).ownerUrl);
  client = apiClient(web, await createKeyFor(web.orm, overgrown.tenant.people.olga));
});
afterAll(() => web.close());

/** What stands for the parameter of a path: that of which there is most. */
function addressOf(path: string): string {
  const { tenant, ticket, resolved, assetId, groupId, keyId, ownKeyId, passkeyId } = overgrown;
  const { id: ticketId, sequence } = resolved;
  const parameters: readonly [of: string, value: string][] = [
    ['/tickets/', ticket.number],
    ['/desk/', ticket.number],
    ['/assets/', assetId],
    ['/settings/users/', tenant.people.olga.userId],
    ['/settings/permissions/', groupId],
    ['/settings/templates/', 'ticket.created.reporter'],
    ['/settings/itsm/templates/', 'ticket.created.reporter'],
    ['/settings/api-keys/', keyId],
    ['/me/keys/', ownKeyId],
    ['/me/passkeys/', passkeyId],
    ['/platform/tenants/', tenant.id],
    ['/answer/', answerToken(testAnswerKey, { tenantId: tenant.id, ticketId, sequence })],
    ['/account/', 'no-token-of-ours'],
  ];
  const value = parameters.find(([of]) => path.startsWith(of))?.[1];
  if (path.includes(':') && value === undefined) throw new Error(`Say what stands for the parameter of ${path}`);
  return path.replace(/:[a-z_]+/g, value ?? '');
}

/** What the lists of pages are narrowed to or searched for. */
const searches: Readonly<Record<string, string>> = {
  '/tickets': '?view=all&q=ticket',
  '/search': '?q=ticket',
  '/search/suggestions': '?q=ticket',
  '/desk': '?view=all&q=ticket',
  '/settings/permissions/:id': '?q=example',
  '/settings/log': '?part=itsm',
  '/platform/alerts': '?view=all',
};

describe('however much there is,', () => {
  it('no page grows beyond bounds', async () => {
    const olga = web.as(overgrown.tenant.people.olga);
    const platform = web.asPlatform(platformPerson);
    const beyond: string[] = [];
    for (const { path, access } of allRoutes(web.deps).filter(({ method }) => method === 'GET')) {
      for (const search of ['', searches[path] ?? []].flat()) {
        const address = addressOf(path) + search;
        const { status, text } = await (access.audience === 'platform' ? platform : olga).get(address);
        if (![200, 303, 409, 503].includes(status)) beyond.push(`${address} answers ${status}`);
        const bytes = Buffer.byteLength(text);
        const entries = text.match(/<(li|tr|option|input)\b/g)?.length ?? 0;
        if (bytes > longest.bytes || entries > longest.entries)
          beyond.push(`${address}: ${bytes} bytes, ${entries} entries`);
      }
    }
    expect(beyond).toEqual([]);
  });

  it('every page that ends early leads to the rest, and gives nothing twice', async () => {
    const olga = web.as(overgrown.tenant.people.olga);
    const { ticket, assetId, groupId } = overgrown;
    const lists: readonly [path: string, entry: RegExp, total: number][] = [
      ['/tickets?view=all', /class="t-number">([^<]+)/g, many + 2],
      [`/tickets/${ticket.number}/history`, /<li id="(h-\d+)"/g, ticket.sequence + 9 * many],
      [`/tickets/${ticket.number}/mails`, /\/mails\/([^/]+)\/again/g, many],
      ['/desk?view=all', /class="desk-row-title" href="([^"]+)"/g, many + 2],
      [`/assets/${assetId}/movements`, /id="(m-[^"]+)"/g, many + 1],
      ['/assets', /class="asset-row-name" href="([^"]+)"/g, many + 1],
      ['/settings/users', /<th scope="row"><a href="([^"]+)"/g, many + 1],
      ['/settings/permissions', /class="group-name"><a href="([^"]+)"/g, many + 3],
      [`/settings/permissions/${groupId}`, /name="user_id" value="([^"]+)"/g, many + 1],
      ['/settings/api-keys', /href="\/settings\/api-keys\/([^/]+)\/revoke"/g, 2 * many + 3],
      ['/me/keys', /href="\/me\/keys\/([^/]+)\/revoke"/g, many + 2],
    ];
    for (const [path, entry, total] of lists) {
      const found: string[] = [];
      for (let next: string | null = path; next !== null;) {
        const { text } = await olga.get(next);
        found.push(...[...text.matchAll(entry)].map(([, name]) => name ?? ''));
        next = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null;
      }
      expect([path, found.length, new Set(found).size]).toEqual([path, total, total]);
    }
  });

  it('whoever is not in a list is found by name: an agent by e-mail address, the tickets about a movement in the queue', async () => {
    const olga = web.as(overgrown.tenant.people.olga);
    const { ticket, assetId } = overgrown;
    const { email, userId } = overgrown.tenant.people.olga;
    const page = (await olga.get(`/tickets/${ticket.number}`)).text;
    expect(page).toMatch(new RegExp(`name="assignee" type="text" value="${email}"`));
    const found = await olga.get(`/tickets?view=all&assignee=${encodeURIComponent(email)}`);
    expect([found.status, found.location]).toEqual([303, `/tickets?view=all&assignee=${userId}`]);
    expect((await olga.get(found.location ?? '')).text).toContain(`name="assignee" type="text" value="${email}"`);
    const unknown = await olga.get('/tickets?assignee=nobody@nowhere.test');
    expect([unknown.status, unknown.text.includes('Nobody has this e-mail address')]).toEqual([422, true]);
    for (const [from, words, chip] of [
      [`/assets/${assetId}/movements`, 'All tickets about this movement', 'Movement: Move, 2026-01-05'],
      [`/tickets/${ticket.number}`, 'All follow-ups', `Follow-ups of: ${ticket.number}`],
    ] as const) {
      const href = linkCalled((await olga.get(from)).text, words) ?? '';
      const { status, text } = await olga.get(href);
      expect([words, status, text.includes(chip)]).toEqual([words, 200, true]);
    }
  });

  it('no list of the API does', async () => {
    const lists = apiRoutes(web.deps).filter(({ query }) => 'limit' in query.shape);
    expect(lists).toHaveLength(3);
    for (const { path } of lists) {
      const { status, text, body } = await client.get(`${path.replace('{id}', overgrown.ticket.number)}?limit=100`);
      expect([path, status, Buffer.byteLength(text) <= longestOfApi]).toEqual([path, 200, true]);
      expect(body.next).not.toBeNull();
    }
  });

  it('nothing of a list of the API is left out or given twice where its pages end early', async () => {
    const { number } = overgrown.ticket;
    for (const [list, total] of [
      [`/tickets/${number}/comments`, 3 * many],
      [`/tickets/${number}/events`, overgrown.ticket.sequence + 9 * many],
      ['/tickets', many + 2],
    ] as const) {
      const ids: string[] = [];
      let pages = 0;
      for (let cursor: string | null = ''; cursor !== null; pages += 1) {
        const { body } = await client.get(`${list}?limit=100${cursor && `&cursor=${cursor}`}`);
        ids.push(...body.data.map(({ id }) => id));
        cursor = body.next;
      }
      expect([list, ids.length, new Set(ids).size]).toEqual([list, total, total]);
      expect(pages).toBeGreaterThan(total / 100 + 1);
    }
  });
});
