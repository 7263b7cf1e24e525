import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordFailing, recordHealed, reportStuck } from '../../../src/db/upkeep/stuck-tickets.ts';
import type { Browser } from '../../support/browser.ts';
import { clonedDatabase } from '../../support/databases.ts';
import { submit } from '../../support/forms.ts';
import { createTenant, type TestTenant } from '../../support/people.ts';
import { createPlatformPerson } from '../../support/platform.ts';
import { writeTicket } from '../../support/rows.ts';
import { startTestWeb, type TestWeb } from '../../support/web.ts';
import { wordsAt } from '../desk/desk.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

let database: Awaited<ReturnType<typeof clonedDatabase>>;
let web: TestWeb;
let petra: Browser;
let tenant: TestTenant<'rita'>;
const healed: string[] = [];

beforeAll(async () => {
  database = await clonedDatabase();
  web = await startTestWeb({
    databaseUrl: database.appUrl,
    now: () => now,
    config: { temporalUiUrl: 'http://ui.test/' },
    operations: { healTicket: async (tenantId, ticketId) => void healed.push(`${tenantId}/${ticketId}`) },
  });
  petra = web.asPlatform(await createPlatformPerson(database.ownerUrl, 'Petra Lang'));
  tenant = await createTenant(web.orm, { name: 'Nordwind', people: { rita: {} } });
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

async function aTicket(number: string): Promise<{ tenantId: string; ticketId: string }> {
  const of = { tenantId: tenant.id, reporterId: tenant.people.rita.userId, number };
  return { tenantId: tenant.id, ticketId: (await writeTicket(web.orm, of)).id };
}

describe('the console’s workflows', () => {
  it('are all well at first', async () => {
    expect(await wordsAt(petra, '/platform/workflows')).toContain('Every workflow is running');
  });

  it('lists tickets in trouble by number, with what is known of it, and leads to the Temporal UI', async () => {
    const held = await aTicket('TKT-000007');
    await reportStuck(web.orm, held, ago(300));
    const cause = '[TMPRL1100] <b>Nondeterminism</b>';
    await recordFailing(web.orm, held, { state: 'held', since: ago(240), attempt: 9, cause });
    await reportStuck(web.orm, await aTicket('TKT-000008'), ago(60));
    const words = await wordsAt(petra, '/platform/workflows');
    expect(words).toContain(
      'TKT-000007 of Nordwind Cannot go on, not restarted automatically began 4 min ago tried 9 times Its workflow in the Temporal UI [TMPRL1100]',
    );
    expect(words).toContain('TKT-000008 of Nordwind Gave no answer began 1 min ago');
    const { text } = await petra.get('/platform/workflows');
    expect(text).not.toContain('<b>Nondeterminism');
    const workflow = encodeURIComponent(`ticket/${tenant.id}/${held.ticketId}`);
    expect(text).toContain(`href="http://ui.test/namespaces/default/workflows/${workflow}"`);
  });

  it('restarts one by a button, and tells so; one that is well again is left alone', async () => {
    const { ticketId } = await aTicket('TKT-000009');
    await reportStuck(web.orm, { tenantId: tenant.id, ticketId }, ago(10));
    const action = `/platform/workflows/${tenant.id}/${ticketId}/heal`;
    const answer = await submit(petra, '/platform/workflows', action);
    expect(answer).toMatchObject({ status: 303, location: '/platform/workflows?done=workflow_restarted' });
    expect(healed).toEqual([`${tenant.id}/${ticketId}`]);
    await recordHealed(web.orm, { tenantId: tenant.id, ticketId }, ago(5));
    expect(await wordsAt(petra, '/platform/workflows')).toContain('TKT-000009 of Nordwind Restarted');
    expect((await petra.get('/platform/workflows')).text).not.toContain(action);
    expect((await petra.post(action)).location).toBe('/platform/workflows?done=workflow_well');
    expect(healed).toHaveLength(1);
  });

  it('knows nothing of ids that are none', async () => {
    expect((await petra.post(`/platform/workflows/x/${randomUUID()}/heal`)).status).toBe(404);
    const unknown = await petra.post(`/platform/workflows/${randomUUID()}/${randomUUID()}/heal`);
    expect(unknown.location).toBe('/platform/workflows?done=workflow_well');
  });
});
