import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import pg from 'pg';
import { writeOldTickets } from '../../../bench/people.ts';
import { inTenant } from '../../../src/db/in-tenant.ts';
import { type ApiClient, apiClient } from '../../support/api-client.ts';
import { createKeyFor } from '../../support/api-keys.ts';
import { testDatabase } from '../../support/databases.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { reporterActor, writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';

const wanted = 10_000;
let web: TestWeb;
let tenant: TestTenant<'agnes' | 'rita'>;
let agent: ApiClient;
let old: readonly string[];
let made = wanted;

beforeAll(async () => {
  web = await startTestWeb();
  tenant = await createTenant(web.orm, { people: { agnes: { agent: true }, rita: {} } });
  const { agnes, rita } = tenant.people;
  agent = apiClient(web, await createKeyFor(web.orm, agnes));
  await inTenant(web.orm, tenant.id, async (em) => {
    await writeOldTickets(em, { tenantId: tenant.id, reporterId: rita.userId, agentId: agnes.userId, wanted });
    const rows = await em.execute<{ id: string }[]>('select id from ticket');
    old = rows.map(({ id }) => id);
  });
  await analyze();
}, 60_000);
afterAll(() => web.close());

/** What autovacuum does within a minute: until then the planner knows nothing of the ten thousand. */
async function analyze(): Promise<void> {
  const owner = new pg.Client({ connectionString: (await testDatabase()).ownerUrl });
  await owner.connect();
  await owner.query('analyze ticket, ticket_text, ticket_event');
  await owner.end();
}

/** What others do meanwhile: a new ticket comes, and ten old ones anywhere in the list are changed. */
async function othersWork(): Promise<void> {
  made += 1;
  const { userId: reporterId } = tenant.people.rita;
  const number = `NEW-${String(made).padStart(6, '0')}`;
  const at = new Date().toISOString();
  await writeTicket(web.orm, { tenantId: tenant.id, reporterId, by: reporterActor(reporterId), number, at });
  const changed = Array.from({ length: 10 }, () => old[randomInt(wanted)]);
  await inTenant(web.orm, tenant.id, (em) =>
    em.execute(
      'update ticket set updated_at = clock_timestamp(), version = version + 1 where tenant_id = ? and id = any(?::uuid[])',
      [tenant.id, `{${changed.join()}}`],
    ),
  );
}

/** The ids of all tickets, page by page, in the order in which they came. */
async function walk(query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const { data, next } = (await agent.get(`/tickets?limit=100${query}${cursor}`)).body;
    ids.push(...data.map(({ id }) => id));
    cursor = next === null ? '' : `&cursor=${next}`;
    await othersWork();
  } while (cursor !== '' && ids.length < wanted * 2);
  return ids;
}

function missedIn(ids: readonly string[]): number {
  const given = new Set(ids);
  return old.filter((id) => !given.has(id)).length;
}

describe(`a walk through ${wanted} tickets, while others are created and changed`, () => {
  it.each(['', '&sort=created_at'])('in the safe order (%j) misses none and gives none twice', async (query) => {
    const ids = await walk(query);
    expect(missedIn(ids)).toBe(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('by the time of change misses none, and gives those again that changed meanwhile', async () => {
    const ids = await walk('&sort=updated_at');
    expect(missedIn(ids)).toBe(0);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
  });
});
